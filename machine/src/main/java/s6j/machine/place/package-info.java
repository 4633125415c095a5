/** Where the programs of this module meet: paths, and the fifo that takes orders to shut down. */
@NullMarked
package s6j.machine.place;

import org.jspecify.annotations.NullMarked;
