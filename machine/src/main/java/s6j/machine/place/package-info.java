/** Where the programs of this module meet: paths, and the fifo that takes orders to shut down. */
package s6j.machine.place;
