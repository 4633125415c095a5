/**
 * The service manager: live directories, the engine that brings sets of services up and down, live
 * updates, and repositories of sets.
 */
@NullMarked
package s6j.rc;

import org.jspecify.annotations.NullMarked;
