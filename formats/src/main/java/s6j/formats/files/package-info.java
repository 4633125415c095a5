/** Files as the suite reads and writes them: whole, small, locked, and what is under /proc. */
@NullMarked
package s6j.formats.files;

import org.jspecify.annotations.NullMarked;
