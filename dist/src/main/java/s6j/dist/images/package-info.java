/** The entry points of the native images. */
@NullMarked
package s6j.dist.images;

import org.jspecify.annotations.NullMarked;
