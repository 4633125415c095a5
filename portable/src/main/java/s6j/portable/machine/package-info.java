/** Programs on the machine: mount, umount, hostname. */
package s6j.portable.machine;
