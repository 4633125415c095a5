/**
 * What every command of s6 is made of: settings, commands and their groups, runs of other programs.
 */
@NullMarked
package s6j.command.call;

import org.jspecify.annotations.NullMarked;
