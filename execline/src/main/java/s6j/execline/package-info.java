/**
 * The programs of execline: a scripting language without an interpreter. Each does one thing to its
 * own process and becomes what its command line goes on with. A package a noun; {@code call} has
 * what all share, and depends on none.
 */
@NullMarked
package s6j.execline;

import org.jspecify.annotations.NullMarked;
