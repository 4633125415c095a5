/** s6-rc: its command line, and a class for each of its commands. */
@NullMarked
package s6j.rc.command;

import org.jspecify.annotations.NullMarked;
