/** The display of {@code s6j top}. */
package s6j.front.screen;
