package s6j.supervise;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import s6j.posix.Posix;

/** Lets the listener of a scene look after each write of the supervisor. */
final class Listening {
  private final Scene scene;

  Listening(Scene scene) {
    this.scene = scene;
  }

  Posix around(Posix kernel) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> call(kernel, method, arguments));
  }

  private Object call(Posix kernel, Method method, Object[] arguments) throws Throwable {
    try {
      Object answer = method.invoke(kernel, arguments);
      if (method.getName().equals("write")) scene.hear();
      return answer;
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }
}
