package s6j.posix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The processes of tests in which the program under test has descriptors open, in all fake kernels
 * since the last question. A process that never ended its program, was killed, or became another
 * program is none of them.
 */
final class LeftOpen {
  private static final Set<FakePosix> HOLDERS =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private static final ClassValue<Boolean> OF_TEST =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          var source = type.getProtectionDomain().getCodeSource();
          String from = source == null ? "" : source.getLocation().getPath();
          return from.endsWith("/test-classes/") || from.endsWith("-tests.jar");
        }
      };

  /** Modules below the rooms. */
  private static final Pattern LOWER = Pattern.compile("s6j\\.(posix|formats|cli)\\.");

  /** The code whose descriptors a process may keep to its end, one of each file. */
  private static final Set<String> KEPT = kept();

  private LeftOpen() {}

  static void add(FakePosix process) {
    HOLDERS.add(process);
  }

  static void remove(FakePosix process) {
    HOLDERS.remove(process);
  }

  /** A list a process, a line a descriptor; whoever asks is told of each once. */
  static List<List<String>> tell() {
    List<List<String>> told = new ArrayList<>();
    synchronized (HOLDERS) {
      for (FakePosix process : HOLDERS) told.add(process.leftOpen());
      HOLDERS.clear();
    }
    return told;
  }

  private static Set<String> kept() {
    try (InputStream list = LeftOpen.class.getResourceAsStream("kept-to-the-end.txt")) {
      String text = new String(list.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.substring(0, line.indexOf(": ")))
          .collect(Collectors.toSet());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Fails a test whose programs left anything open that {@code kept-to-the-end.txt} has not. */
  static void verify(List<List<String>> processes) {
    List<String> left = new ArrayList<>();
    for (List<String> process : processes) {
      Set<String> kept = new HashSet<>();
      for (String line : process)
        if (!isKept(line) || !kept.add(nameAndPlace(line))) left.add(line);
    }
    if (!left.isEmpty()) throw new AssertionError("left open: " + String.join("; ", left));
  }

  private static boolean isKept(String line) {
    return KEPT.contains(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** The same file twice by one line: the first was forgotten. A fifo's two ends are two lines. */
  private static String nameAndPlace(String line) {
    return line.substring(line.indexOf(' '));
  }

  /** The code of the program that called the kernel; null if that was a test. */
  static String place() {
    return STACK.walk(frames -> place(frames.iterator()));
  }

  /** A test that only stands between, as the handler of a proxy for the kernel, is passed over. */
  private static String place(Iterator<StackFrame> frames) {
    boolean test = false;
    while (frames.hasNext()) {
      StackFrame frame = frames.next();
      Class<?> type = frame.getDeclaringClass();
      if (Proxy.isProxyClass(type)) test = false;
      else if (isKernel(type)) {
        if (test) return null;
      } else if (!type.getName().startsWith("s6j.")) {
        if (test) return null;
      } else if (OF_TEST.get(type)) test = true;
      else return describe(frame, frames);
    }
    return null;
  }

  private static boolean isKernel(Class<?> type) {
    return type == LeftOpen.class || type.getName().startsWith("s6j.posix.Fa");
  }

  /**
   * The callers up to the first in a room: what is opened in a lower module is opened for that. A
   * test that is not the lower module's own plays a process with it: null.
   */
  private static String describe(StackFrame first, Iterator<StackFrame> frames) {
    StringBuilder place = new StringBuilder();
    StackFrame frame = first;
    while (frames.hasNext() && LOWER.matcher(frame.getClassName()).lookingAt()) {
      StackFrame caller = frames.next();
      if (!caller.getClassName().startsWith("s6j.")) break;
      if (OF_TEST.get(caller.getDeclaringClass())) {
        if (isInPackageOf(frame, caller)) break;
        return null;
      }
      place.append(frame.getFileName()).append(':').append(frame.getLineNumber()).append(" for ");
      frame = caller;
    }
    place.append("line ").append(frame.getLineNumber()).append(" by ");
    return place + frame.getFileName().replace(".java", "") + "." + frame.getMethodName();
  }

  private static boolean isInPackageOf(StackFrame one, StackFrame other) {
    String name = one.getDeclaringClass().getPackageName();
    return name.equals(other.getDeclaringClass().getPackageName());
  }
}
