/** A tree of services under random faults, and what must hold all the time. */
package s6j.faults;
