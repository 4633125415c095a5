/** Command lines and messages: programs, options, usage, help, and the texts of errors. */
package s6j.cli;
