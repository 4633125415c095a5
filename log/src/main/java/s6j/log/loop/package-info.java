/** The logger: its machine, the loop that reads standard input, and s6-log itself. */
package s6j.log.loop;
