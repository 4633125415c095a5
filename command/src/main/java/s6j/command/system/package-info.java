/** {@code s6 system}: beginning and end of a machine. */
@NullMarked
package s6j.command.system;

import org.jspecify.annotations.NullMarked;
