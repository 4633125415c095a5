/**
 * {@code s6j serve}: a page that shows services and steers them, and the API that the page uses.
 * Everything is read from the files of the tree and done by its programs and fifos.
 */
@NullMarked
package s6j.web;

import org.jspecify.annotations.NullMarked;
