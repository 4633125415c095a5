/** eltest: what is true of files, strings and numbers. */
@NullMarked
package s6j.execline.test;

import org.jspecify.annotations.NullMarked;
