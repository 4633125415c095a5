/** {@code s6 set}: sets of services in the repository. */
@NullMarked
package s6j.command.set;

import org.jspecify.annotations.NullMarked;
