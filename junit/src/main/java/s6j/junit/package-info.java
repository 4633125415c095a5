/**
 * Supervision trees for the time of a test: {@link s6j.junit.ScanTree} for a class, {@link
 * s6j.junit.RunningTree} for a block of code.
 */
@NullMarked
package s6j.junit;

import org.jspecify.annotations.NullMarked;
