/** Directories, the mask of new files, homes. */
@NullMarked
package s6j.execline.place;

import org.jspecify.annotations.NullMarked;
