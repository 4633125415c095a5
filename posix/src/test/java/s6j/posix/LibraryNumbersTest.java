package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jnr.constants.Constant;
import jnr.constants.platform.Access;
import jnr.constants.platform.AddressFamily;
import jnr.constants.platform.Errno;
import jnr.constants.platform.Fcntl;
import jnr.constants.platform.IPProto;
import jnr.constants.platform.OpenFlags;
import jnr.constants.platform.RLIMIT;
import jnr.constants.platform.Signal;
import jnr.constants.platform.Sock;
import jnr.constants.platform.SocketLevel;
import jnr.constants.platform.SocketOption;
import jnr.constants.platform.WaitFlags;
import org.junit.jupiter.api.Test;
import s6j.posix.jnr.JnrPosix;

/** Numbers that the C library gives names are those of jnr-constants, wherever both have a name. */
class LibraryNumbersTest {
  private static final List<Class<? extends Constant>> KINDS =
      List.of(
          Access.class,
          AddressFamily.class,
          Errno.class,
          Fcntl.class,
          IPProto.class,
          OpenFlags.class,
          RLIMIT.class,
          Signal.class,
          Sock.class,
          SocketLevel.class,
          SocketOption.class,
          WaitFlags.class);

  /** On arm64 these have other values than in the seam. */
  private static final Set<String> TRANSLATED = Set.of("O_DIRECTORY", "O_NOFOLLOW");

  private final Map<String, Long> theirs = theirs();

  private static Map<String, Long> theirs() {
    Map<String, Long> numbers = new HashMap<>();
    for (Class<? extends Constant> kind : KINDS)
      for (Constant constant : kind.getEnumConstants())
        if (constant.defined()) numbers.put(constant.name(), constant.longValue());
    if (System.getProperty("os.arch").equals("aarch64")) numbers.keySet().removeAll(TRANSLATED);
    return numbers;
  }

  /** How many numbers of a class and of those that it extends have a name there. */
  private int compared(Class<?> ours) throws IllegalAccessException {
    int count = 0;
    for (Class<?> type = ours; type != null; type = type.getSuperclass())
      for (Field field : type.getDeclaredFields())
        if (Modifier.isStatic(field.getModifiers()) && theirs.containsKey(field.getName())) {
          field.setAccessible(true);
          long number = ((Number) field.get(null)).longValue();
          assertEquals(theirs.get(field.getName()), number, field.toString());
          count++;
        }
    return count;
  }

  @Test
  void errorsSignalsAndFlags() throws IllegalAccessException {
    int errors = compared(s6j.posix.Errno.class);
    int signals = compared(s6j.posix.Signal.class);
    int flags = compared(s6j.posix.OpenFlags.class);
    assertTrue(errors > 60 && signals > 28 && flags >= 10, errors + " " + signals + " " + flags);
  }

  @Test
  void whatTheSeamHas() throws IllegalAccessException {
    assertEquals(4, compared(Files.class));
    assertEquals(2, compared(Processes.class));
    assertEquals(5, compared(Sockets.class));
  }

  @Test
  void whatTheJvmsCallsPass() throws IllegalAccessException {
    int count = compared(JnrPosix.class);
    assertTrue(count >= 15, count + " numbers");
  }
}
