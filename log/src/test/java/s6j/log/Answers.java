package s6j.log;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** A kernel of which a test answers some of the calls. */
public interface Answers {
  /** The answer to a call, or null to leave it to the kernel. */
  Object answer(String name, Object[] arguments);

  static Posix of(FakePosix kernel, Answers answers) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              Object answer = answers.answer(method.getName(), arguments);
              if (answer != null) return answer;
              try {
                return method.invoke(kernel, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }
}
