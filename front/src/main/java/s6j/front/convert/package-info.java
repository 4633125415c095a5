/**
 * From definitions to source definition directories, and the commands that do it: expansion of
 * templates and modes, scripts, output trees.
 */
@NullMarked
package s6j.front.convert;

import org.jspecify.annotations.NullMarked;
