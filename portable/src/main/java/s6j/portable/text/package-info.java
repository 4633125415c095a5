/** Programs that read lines or write text: cat, echo, grep, seq, sort. */
@NullMarked
package s6j.portable.text;

import org.jspecify.annotations.NullMarked;
