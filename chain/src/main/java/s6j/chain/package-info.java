/**
 * The chainloaders. Each makes a plan from its command line, a list of steps; performs it on its
 * own process; and executes the program that its command line ends with, keeping its pid.
 */
@NullMarked
package s6j.chain;

import org.jspecify.annotations.NullMarked;
