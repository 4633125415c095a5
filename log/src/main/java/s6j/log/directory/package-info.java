/** A log directory: its files, their rotation, its archives and the processor of them. */
package s6j.log.directory;
