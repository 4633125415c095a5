/** What sets, takes and removes variables. */
package s6j.execline.variable;
