/** {@code s6 process}: processes in the scan directory, past s6-rc. */
@NullMarked
package s6j.command.process;

import org.jspecify.annotations.NullMarked;
