/** Services drawn as a picture, on the JVM only: the layout is Eclipse ELK's. */
package s6j.graph;
