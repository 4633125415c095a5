/** The listener to syslog sockets, and the filters of its lines. */
package s6j.log.syslog;
