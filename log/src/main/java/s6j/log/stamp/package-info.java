/** Times before lines: TAI64N labels and civil time, written, read and filtered. */
package s6j.log.stamp;
