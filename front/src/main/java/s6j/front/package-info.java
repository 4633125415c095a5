/**
 * The front end for people: one file per service, and the command {@code s6j}. JVM only. Here
 * stands the command alone; its packages use each other in one direction.
 */
@NullMarked
package s6j.front;

import org.jspecify.annotations.NullMarked;
