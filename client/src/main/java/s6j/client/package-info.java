/**
 * Supervision trees seen and steered from a Java program: scan directories, services and their
 * events, sets of s6-rc, log directories. Reading takes nothing but the JDK; commands and events go
 * through the system calls that the JDK lacks. What is wrong is a {@link
 * s6j.client.SupervisionException} with the path that it is about.
 */
@NullMarked
package s6j.client;

import org.jspecify.annotations.NullMarked;
