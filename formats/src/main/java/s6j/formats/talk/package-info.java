/**
 * What running programs say to each other: letters, events, and messages with descriptors; where
 * servers are.
 */
@NullMarked
package s6j.formats.talk;

import org.jspecify.annotations.NullMarked;
