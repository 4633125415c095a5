/** execlineb, which reads scripts. */
@NullMarked
package s6j.execline.script;

import org.jspecify.annotations.NullMarked;
