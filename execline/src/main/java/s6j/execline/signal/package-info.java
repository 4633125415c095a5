/** Signals and the ends of children. */
package s6j.execline.signal;
