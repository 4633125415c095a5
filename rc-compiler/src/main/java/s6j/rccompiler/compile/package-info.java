/** s6-rc-compile: sources are read, resolved, checked and written as a compiled database. */
@NullMarked
package s6j.rccompiler.compile;

import org.jspecify.annotations.NullMarked;
