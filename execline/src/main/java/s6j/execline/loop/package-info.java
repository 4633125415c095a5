/** A program for each of several values. */
package s6j.execline.loop;
