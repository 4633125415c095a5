/** Loggers, filters of lines and readers of log directories: the programs of the log images. */
package s6j.log;
