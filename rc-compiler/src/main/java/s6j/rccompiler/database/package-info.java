/** s6-rc-db: a compiled database is read and asked; a class for each command. */
@NullMarked
package s6j.rccompiler.database;

import org.jspecify.annotations.NullMarked;
