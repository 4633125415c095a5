/**
 * Which lines a directive takes: regular expressions compiled for s6-log, and the matching by
 * programs that stands in for them.
 */
package s6j.log.match;
