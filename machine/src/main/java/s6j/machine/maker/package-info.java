/** s6-linux-init-maker: the directory that init boots from. */
@NullMarked
package s6j.machine.maker;

import org.jspecify.annotations.NullMarked;
