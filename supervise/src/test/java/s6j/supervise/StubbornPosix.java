package s6j.supervise;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Set;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * A kernel on which one thing never works: to open a file whose path ends in certain letters, to
 * read such a file, or a call of a certain name.
 */
final class StubbornPosix {
  private final Posix real;
  private final String call;
  private final String path;
  private final int errno;
  private final Set<Integer> opened = new HashSet<>();

  private StubbornPosix(Posix real, String call, String path, int errno) {
    this.real = real;
    this.call = call;
    this.path = path;
    this.errno = errno;
  }

  /** {@code path} is empty for a call whose file does not matter. */
  static Posix around(Posix real, String call, String path, int errno) {
    StubbornPosix stubborn = new StubbornPosix(real, call, path, errno);
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(), new Class<?>[] {Posix.class}, stubborn::call);
  }

  private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    if (name.equals(call) && isMeant(name, arguments))
      return method.getReturnType() == long.class ? (Object) (long) -errno : (Object) (-errno);
    Object answer = invoke(method, arguments);
    if (name.equals("open") && (Integer) answer >= 0) note((Integer) answer, arguments);
    return answer;
  }

  private boolean isMeant(String name, Object[] arguments) {
    if (path.isEmpty()) return true;
    if (name.equals("open")) return CString.text((byte[]) arguments[1]).endsWith(path);
    return opened.contains(arguments[0]);
  }

  private void note(int fd, Object[] arguments) {
    opened.remove(fd);
    if (CString.text((byte[]) arguments[1]).endsWith(path)) opened.add(fd);
  }

  private Object invoke(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
