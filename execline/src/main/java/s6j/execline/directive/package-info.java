/**
 * The programs that substitute. Each reads its words into a table, alone or as a directive of
 * multisubstitute.
 */
@NullMarked
package s6j.execline.directive;

import org.jspecify.annotations.NullMarked;
