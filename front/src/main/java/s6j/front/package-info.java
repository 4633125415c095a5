/** The front end for people: one file per service, and the command {@code s6j}. JVM only. */
package s6j.front;
