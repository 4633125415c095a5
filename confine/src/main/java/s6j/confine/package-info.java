/** What belongs to a service, and what it can reach: how all of it ends, and where it ends. */
@NullMarked
package s6j.confine;

import org.jspecify.annotations.NullMarked;
