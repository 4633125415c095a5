/** Services that are linked into a scan directory, and out of it. */
@NullMarked
package s6j.svc.link;

import org.jspecify.annotations.NullMarked;
