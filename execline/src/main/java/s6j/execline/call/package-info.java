/**
 * What every program of execline does alike: blocks, looking programs up, becoming another program,
 * children, variables of its own. Depends on no program.
 */
@NullMarked
package s6j.execline.call;

import org.jspecify.annotations.NullMarked;
