/**
 * The package commands: services that come in packages, {@code PACKAGE [SERVICE...]}, each run by a
 * supervisor of this suite in a scan directory of their own.
 */
@NullMarked
package s6j.packages;

import org.jspecify.annotations.NullMarked;
