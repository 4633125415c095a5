/** Programs on processes, their time and their environment: dumpenv, maximumtime, sleep. */
@NullMarked
package s6j.portable.process;

import org.jspecify.annotations.NullMarked;
