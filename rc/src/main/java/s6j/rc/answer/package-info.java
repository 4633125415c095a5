/** Answers to questions about services: state, health, times, and why one is not up. */
package s6j.rc.answer;
