/**
 * Words and simple commands of the shell and of execline: quoting, and what may replace a shell.
 */
@NullMarked
package s6j.front.shell;

import org.jspecify.annotations.NullMarked;
