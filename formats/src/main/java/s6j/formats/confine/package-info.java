/**
 * What a process can be bounded in: names of system calls, capabilities and the like, for who
 * bounds and for who reads it in a definition. No kernel is asked here.
 */
@NullMarked
package s6j.formats.confine;

import org.jspecify.annotations.NullMarked;
