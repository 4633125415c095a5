/**
 * The loggers of other systems, whose scripts become directives of s6-log: daemontools' multilog
 * and runit's svlogd.
 */
@NullMarked
package s6j.log.dialect;

import org.jspecify.annotations.NullMarked;
