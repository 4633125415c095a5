/** Programs on the machine: mount, umount, hostname. */
@NullMarked
package s6j.portable.machine;

import org.jspecify.annotations.NullMarked;
