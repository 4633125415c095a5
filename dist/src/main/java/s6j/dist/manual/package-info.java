/** Makes manual pages, as man reads them, of the pages under docs. */
@NullMarked
package s6j.dist.manual;

import org.jspecify.annotations.NullMarked;
