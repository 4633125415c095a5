/** Files as the suite reads and writes them: whole, small, locked, and what is under /proc. */
package s6j.formats.files;
