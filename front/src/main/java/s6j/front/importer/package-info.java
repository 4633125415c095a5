/** Definitions read from the files of other systems: one {@link Importer} each. */
package s6j.front.importer;
