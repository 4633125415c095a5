/**
 * A service as its file declares it: the noun of each key, and who reads, checks and writes it.
 * Opens no file.
 */
@NullMarked
package s6j.front.definition;

import org.jspecify.annotations.NullMarked;
