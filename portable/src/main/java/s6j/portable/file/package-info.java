/** Programs on single names of files: chmod, chown, linkname, ln, ls, mkdir, mkfifo, rename. */
@NullMarked
package s6j.portable.file;

import org.jspecify.annotations.NullMarked;
