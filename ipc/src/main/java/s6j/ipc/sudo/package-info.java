/** Programs run with the rights of a server, for clients that it knows (s6-sudo). */
package s6j.ipc.sudo;
