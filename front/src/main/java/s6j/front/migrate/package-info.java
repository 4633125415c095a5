/**
 * {@code s6j import}, with the importers of what is small: trees of service directories, lists of
 * commands, files of containers.
 */
@NullMarked
package s6j.front.migrate;

import org.jspecify.annotations.NullMarked;
