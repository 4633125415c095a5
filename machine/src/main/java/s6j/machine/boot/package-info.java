/** From the first instruction of process 1 to s6-svscan, and what runlevels are asked of later. */
@NullMarked
package s6j.machine.boot;

import org.jspecify.annotations.NullMarked;
