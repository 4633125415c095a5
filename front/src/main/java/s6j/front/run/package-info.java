/** The suite's own programs, run by the front end: how they are found, and what they answered. */
@NullMarked
package s6j.front.run;

import org.jspecify.annotations.NullMarked;
