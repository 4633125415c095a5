/** s6-rc-compile: sources are read, resolved, checked and written as a compiled database. */
package s6j.rccompiler.compile;
