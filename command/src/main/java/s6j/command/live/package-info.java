/** {@code s6 live}: services of the live directory. */
@NullMarked
package s6j.command.live;

import org.jspecify.annotations.NullMarked;
