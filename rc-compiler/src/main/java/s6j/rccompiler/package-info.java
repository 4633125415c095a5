/** The compiler of service definitions and what looks into its databases. */
@NullMarked
package s6j.rccompiler;

import org.jspecify.annotations.NullMarked;
