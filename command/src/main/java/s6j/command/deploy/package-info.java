/** {@code s6 deploy}: from edited definitions to the running tree in one step, and back. */
@NullMarked
package s6j.command.deploy;

import org.jspecify.annotations.NullMarked;
