/** s6-rc: its command line, and a class for each of its commands. */
package s6j.rc.command;
