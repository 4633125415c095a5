/** Conditions, sequences, children beside, and what becomes another program. */
@NullMarked
package s6j.execline.control;

import org.jspecify.annotations.NullMarked;
