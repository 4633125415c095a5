/** s6-rc-db: a compiled database is read and asked; a class for each command. */
package s6j.rccompiler.database;
