/** What stands around a service: what it can see of the machine, and what it may do there. */
@NullMarked
package s6j.confine.wall;

import org.jspecify.annotations.NullMarked;
