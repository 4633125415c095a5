package s6j.supervise;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import s6j.posix.CString;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/**
 * Stands between a supervisor and its kernel: refuses calls while a story wants it, counts them,
 * lets no two questions for the time have the same answer, and looks after each call.
 */
final class Meddler {
  private static final Set<String> OF_A_PATH =
      Set.of("open", "mkdir", "chown", "chmod", "unlink", "access", "stat", "readlink");

  private final Posix real;
  private final Map<String, Integer> refused = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private Runnable look = () -> {};
  private String lastCall = "";
  private long ticks;

  Meddler(Posix real) {
    this.real = real;
  }

  /**
   * "mkdir event": that call for that path; "pipe": every such call; only polls for events are
   * refused.
   */
  Meddler refuse(String call, int errno) {
    refused.put(call, errno);
    return this;
  }

  Meddler allow() {
    refused.clear();
    return this;
  }

  Meddler lookAfterEachCall(Runnable action) {
    look = action;
    return this;
  }

  int count(String call) {
    return counts.getOrDefault(call, 0);
  }

  /** Where the supervisor ends before its next call. */
  static final class End extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private int callsToLive = Integer.MAX_VALUE;

  /** After the next call of that name and path no other follows. */
  Meddler endAfter(String call) {
    lastCall = call;
    return this;
  }

  Posix kernel() {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    if (callsToLive == 0) throw new End();
    String name = method.getName();
    String named = name + path(name, arguments);
    counts.merge(named, 1, Integer::sum);
    Integer errno = refused.getOrDefault(named, refused.get(name));
    if (errno != null && !isOther(name, arguments))
      return method.getReturnType() == long.class ? (Object) (long) -errno : (Object) (-errno);
    Object answer = invoke(method, arguments);
    look.run();
    if (named.equals(lastCall)) callsToLive = 0;
    return name.equals("realtimeNanos") ? (Object) ((Long) answer + ++ticks) : answer;
  }

  private static String path(String call, Object[] arguments) {
    if (call.equals("spawn")) return " " + CString.text(((Spawn) arguments[0]).file);
    return OF_A_PATH.contains(call) ? " " + CString.text((byte[]) arguments[1]) : "";
  }

  private static boolean isOther(String name, Object[] arguments) {
    return name.equals("poll") && ((Poller) arguments[0]).count <= 1;
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
