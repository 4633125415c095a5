/** Patterns of names as the C library reads them in the C locale. */
package s6j.execline.pattern;
