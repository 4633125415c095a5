/** The system in native images, by TeaVM's C backend. */
@NullMarked
package s6j.posix.tea;

import org.jspecify.annotations.NullMarked;
