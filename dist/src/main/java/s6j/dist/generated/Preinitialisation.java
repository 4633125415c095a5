package s6j.dist.generated;

import java.io.IOException;
import java.nio.file.Path;

/** All steps that change the C of an image. */
public final class Preinitialisation {
  private Preinitialisation() {}

  /** Changes the files in {@code directory}; {@code heapBytes} is the most the heap may have. */
  public static void apply(Path directory, long heapBytes) throws IOException {
    GeneratedC c = new GeneratedC(directory);
    Literals.apply(c);
    ShadowStack.apply(c);
    Classes classes = new Classes(c);
    classes.apply();
    new Runtime(c, classes).apply(heapBytes);
    c.write();
  }

  /** The texts of the runtime: what they are belongs to what an image is made of. */
  public static String texts() throws IOException {
    StringBuilder texts = new StringBuilder();
    for (String name : new String[] {"image.c", "fuse.c", "lines.c", "heap.c", "snapshot.c"})
      texts.append(Runtime.template(name));
    return texts.toString();
  }
}
