/** Definitions read from the files of other systems: one {@link Importer} each. */
@NullMarked
package s6j.front.importer;

import org.jspecify.annotations.NullMarked;
