/** Bytes on disk and in fifos: what the programs of the suite tell each other. */
package s6j.formats;
