/**
 * What the JDK lacks and the library needs: fifos that never block, events by one thread, names as
 * bytes. Not part of what the library offers.
 */
@NullMarked
package s6j.client.system;

import org.jspecify.annotations.NullMarked;
