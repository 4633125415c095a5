/** Bytes on disk and in fifos: what the programs of the suite tell each other. */
@NullMarked
package s6j.formats;

import org.jspecify.annotations.NullMarked;
