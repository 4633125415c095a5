/** Command lines and messages: programs, options, usage, help, and the texts of errors. */
@NullMarked
package s6j.cli;

import org.jspecify.annotations.NullMarked;
