/** The goal {@code s6j:run} of Maven (docs/library.md). */
@NullMarked
package s6j.maven;

import org.jspecify.annotations.NullMarked;
