/** Pure: values cut into words, and words put in for keys. May use formats. */
package s6j.execline.substitution;
