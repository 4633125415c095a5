/**
 * Who may do what: access rules by user, group and address, in directories and constant databases.
 */
package s6j.ipc.rules;
