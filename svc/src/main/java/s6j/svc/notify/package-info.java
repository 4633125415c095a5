/** Readiness: programs that stand before a daemon and tell that it is ready. */
@NullMarked
package s6j.svc.notify;

import org.jspecify.annotations.NullMarked;
