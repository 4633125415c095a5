/** Programs on directories with all that is in them: hiercopy, rmrf. */
@NullMarked
package s6j.portable.tree;

import org.jspecify.annotations.NullMarked;
