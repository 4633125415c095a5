/** The scanner: keeps one supervisor for each service in a scan directory, and their pipes. */
@NullMarked
package s6j.svscan;

import org.jspecify.annotations.NullMarked;
