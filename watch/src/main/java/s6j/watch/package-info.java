/** Daemons that look after one service each: at the files it reads, at its health. */
package s6j.watch;
