package s6j.dist;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the suite that a class can reach, with their bytes: every name of ours in a
 * constant pool counts, so it is never less than what the compiler reaches.
 */
final class ClassClosure {
  private static final Pattern OURS = Pattern.compile("s6j/[\\w$/]+");
  private static final int MAGIC_AND_VERSION = 8;
  private static final int UTF8 = 1;
  private static final int LONG = 5;
  private static final int DOUBLE = 6;

  private final Map<String, byte[]> classes = new TreeMap<>();
  private final Deque<String> unread = new ArrayDeque<>();

  private final ClassLoader loader;

  private ClassClosure(ClassLoader loader) {
    this.loader = loader;
  }

  /** Class files by internal name, in order of the names. */
  static Map<String, byte[]> of(Class<?> start) throws IOException {
    ClassClosure closure = new ClassClosure(start.getClassLoader());
    closure.unread.add(start.getName().replace('.', '/'));
    while (!closure.unread.isEmpty()) closure.read(closure.unread.remove());
    return closure.classes;
  }

  /** The class file of an internal name, or null if there is none. */
  static byte @Nullable [] bytesOf(String name, ClassLoader loader) throws IOException {
    String file = name + ".class";
    try (InputStream stream = loader.getResourceAsStream(file)) {
      return stream == null ? null : stream.readAllBytes();
    }
  }

  private void read(String name) throws IOException {
    if (classes.containsKey(name)) return;
    byte[] bytes = bytesOf(name, loader);
    if (bytes == null) return;
    classes.put(name, bytes);
    readConstants(new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private void readConstants(DataInputStream file) throws IOException {
    file.skipNBytes(MAGIC_AND_VERSION);
    int count = file.readUnsignedShort();
    for (int i = 1; i < count; i++) {
      int tag = file.readUnsignedByte();
      if (tag == UTF8) addNames(file.readUTF());
      else file.skipNBytes(size(tag));
      if (tag == LONG || tag == DOUBLE) i++;
    }
  }

  private void addNames(String constant) {
    Matcher names = OURS.matcher(constant);
    while (names.find()) unread.add(names.group());
  }

  /** Bytes behind the tag, JVM specification 4.4. */
  private static int size(int tag) {
    return switch (tag) {
      case 7, 8, 16, 19, 20 -> 2;
      case 15 -> 3;
      case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
      case LONG, DOUBLE -> 8;
      default -> throw new IllegalArgumentException("constant pool tag " + tag);
    };
  }
}
