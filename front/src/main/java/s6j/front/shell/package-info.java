/**
 * Words and simple commands of the shell and of execline: quoting, and what may replace a shell.
 */
package s6j.front.shell;
