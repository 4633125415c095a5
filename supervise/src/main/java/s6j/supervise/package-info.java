/** One supervisor: keeps one service as its user wants it, and tells the world. */
package s6j.supervise;
