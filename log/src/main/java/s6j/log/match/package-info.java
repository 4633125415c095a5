/**
 * Which lines a directive takes: regular expressions compiled for s6-log, and the matching by
 * programs that stands in for them.
 */
@NullMarked
package s6j.log.match;

import org.jspecify.annotations.NullMarked;
