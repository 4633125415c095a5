/**
 * What people ask, beyond s6-frontend: how services are, why, and what they write. May use rc's
 * answers.
 */
@NullMarked
package s6j.command.tell;

import org.jspecify.annotations.NullMarked;
