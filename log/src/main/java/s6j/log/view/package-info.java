/** Reading log directories: lines of many archives in the order of their times. */
@NullMarked
package s6j.log.view;

import org.jspecify.annotations.NullMarked;
