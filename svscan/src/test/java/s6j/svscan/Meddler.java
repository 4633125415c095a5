package s6j.svscan;

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

/** Stands between a program and its kernel: refuses calls while a story wants it, counts them. */
final class Meddler {
  private static final Set<String> OF_A_PATH =
      Set.of("open", "mkdir", "mkfifo", "chown", "chmod", "unlink", "access", "stat", "readlink");

  private static final Set<String> OF_A_NUMBER = Set.of("dup2", "setNonBlocking", "close", "kill");

  private final Posix real;
  private final Map<String, Integer> refused = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  Meddler(Posix real) {
    this.real = real;
  }

  /**
   * "mkdir event": that call for that path; "dup2 1": for that number, of dup2 the second; "pipe":
   * every such call; only polls for events are refused.
   */
  Meddler refuse(String call, int errno) {
    refused.put(call, errno);
    return this;
  }

  Meddler allow() {
    refused.clear();
    return this;
  }

  int count(String call) {
    return counts.getOrDefault(call, 0);
  }

  Posix kernel() {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> call(method, arguments));
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    String named = name + about(name, arguments);
    counts.merge(named, 1, Integer::sum);
    Integer errno = refused.getOrDefault(named, refused.get(name));
    if (errno != null && !isSleep(name, arguments))
      return method.getReturnType() == long.class ? (Object) (long) -errno : (Object) (-errno);
    return invoke(method, arguments);
  }

  private static String about(String call, Object[] arguments) {
    if (call.equals("spawn")) return " " + CString.text(((Spawn) arguments[0]).file);
    if (call.equals("exec")) return " " + CString.text((byte[]) arguments[0]);
    if (OF_A_PATH.contains(call)) {
      int at = arguments[0] instanceof byte[] ? 0 : 1;
      return " " + CString.text((byte[]) arguments[at]);
    }
    return OF_A_NUMBER.contains(call) ? " " + arguments[call.equals("dup2") ? 1 : 0] : "";
  }

  private static boolean isSleep(String name, Object[] arguments) {
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
