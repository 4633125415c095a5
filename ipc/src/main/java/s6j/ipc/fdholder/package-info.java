/** The daemon that holds descriptors for others, and its clients. */
package s6j.ipc.fdholder;
