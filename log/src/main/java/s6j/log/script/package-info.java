/**
 * The logging script: the table of its directives, what each becomes, and where selected lines go.
 */
package s6j.log.script;
