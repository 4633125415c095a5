/** From the first instruction of process 1 to s6-svscan, and what runlevels are asked of later. */
package s6j.machine.boot;
