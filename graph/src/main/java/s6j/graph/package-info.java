/** Services drawn as a picture, on the JVM only: the layout is Eclipse ELK's. */
@NullMarked
package s6j.graph;

import org.jspecify.annotations.NullMarked;
