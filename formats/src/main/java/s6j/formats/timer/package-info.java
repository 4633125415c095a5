/**
 * When something is due: calendars as systemd and cron write them, spans of time, and the files
 * that say it of services. Pure: no clock, no time zone of its own.
 */
@NullMarked
package s6j.formats.timer;

import org.jspecify.annotations.NullMarked;
