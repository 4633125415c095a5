/** What a monitoring system asks of a tree of services, and what answers it over HTTP. */
@NullMarked
package s6j.metrics;

import org.jspecify.annotations.NullMarked;
