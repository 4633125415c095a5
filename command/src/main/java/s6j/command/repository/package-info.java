/** {@code s6 repository}: the repository itself. */
@NullMarked
package s6j.command.repository;

import org.jspecify.annotations.NullMarked;
