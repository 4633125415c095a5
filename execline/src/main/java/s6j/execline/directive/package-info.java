/**
 * The programs that substitute. Each reads its words into a table, alone or as a directive of
 * multisubstitute.
 */
package s6j.execline.directive;
