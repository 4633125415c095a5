/** Commands about one service, its events, links and instances: the programs of the svc image. */
@NullMarked
package s6j.svc;

import org.jspecify.annotations.NullMarked;
