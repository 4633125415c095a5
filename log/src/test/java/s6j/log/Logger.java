package s6j.log;

import java.util.List;
import s6j.log.loop.LogMain;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** Runs s6-log on a kernel, and reads what it left in its directory. */
public final class Logger {
  private Logger() {}

  public static int run(Posix posix, String... script) {
    byte[][] arguments = new byte[script.length + 1][];
    arguments[0] = CString.of("/bin/s6-log");
    for (int i = 0; i < script.length; i++) arguments[i + 1] = CString.of(script[i]);
    return LogMain.run(posix, LogMain.declaration(), arguments);
  }

  /** Makes a text the standard input. */
  public static FakePosix feed(FakePosix kernel, String input) {
    String path = "/input" + kernel.getpid();
    kernel.file(path, input);
    int fd = kernel.open(Posix.CWD, CString.of(path), OpenFlags.O_RDONLY, 0);
    return kernel.inherit(fd, 0);
  }

  /** The archives in order of their names, then current. */
  public static String contents(FakePosix kernel, String directory) {
    StringBuilder all = new StringBuilder();
    for (String name : archives(kernel, directory)) all.append(kernel.text(directory + "/" + name));
    if (kernel.exists(directory + "/previous")) all.append(kernel.text(directory + "/previous"));
    if (kernel.exists(directory + "/current")) all.append(kernel.text(directory + "/current"));
    return all.toString();
  }

  public static List<String> archives(FakePosix kernel, String directory) {
    return kernel.names(directory).stream().filter(name -> name.startsWith("@")).sorted().toList();
  }

  /** So many numbered lines of 100 bytes. */
  public static String lines(int from, int to) {
    StringBuilder lines = new StringBuilder();
    for (int i = from; i < to; i++) {
      String number = Integer.toString(i);
      lines.append("line ").append("0".repeat(94 - number.length())).append(number).append('\n');
    }
    return lines.toString();
  }
}
