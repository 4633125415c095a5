/**
 * Who may do what: access rules by user, group and address, in directories and constant databases.
 */
@NullMarked
package s6j.ipc.rules;

import org.jspecify.annotations.NullMarked;
