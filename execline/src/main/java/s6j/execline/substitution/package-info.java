/** Pure: values cut into words, and words put in for keys. May use formats. */
@NullMarked
package s6j.execline.substitution;

import org.jspecify.annotations.NullMarked;
