/** Answers to questions about services: state, health, times, and why one is not up. */
@NullMarked
package s6j.rc.answer;

import org.jspecify.annotations.NullMarked;
