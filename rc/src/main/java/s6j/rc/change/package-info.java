/**
 * The engine that brings services up and down: its machine, the calls of oneshots and longruns, and
 * what is told meanwhile.
 */
@NullMarked
package s6j.rc.change;

import org.jspecify.annotations.NullMarked;
