/** Positional parameters: the frames they lie in, and what takes them. */
package s6j.execline.parameter;
