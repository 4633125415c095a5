/**
 * What lives, and why not: the commands that ask a tree of services, and the checkups of the
 * doctor.
 */
@NullMarked
package s6j.front.ask;

import org.jspecify.annotations.NullMarked;
