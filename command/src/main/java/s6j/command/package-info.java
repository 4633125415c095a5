/**
 * The one command: {@code s6}, as s6-frontend has it, and what people ask beyond that. It runs the
 * programs of the suite.
 */
@NullMarked
package s6j.command;

import org.jspecify.annotations.NullMarked;
