/**
 * The logging script: the table of its directives, what each becomes, and where selected lines go.
 */
@NullMarked
package s6j.log.script;

import org.jspecify.annotations.NullMarked;
