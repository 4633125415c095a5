package s6j.dist;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.jnr.JnrPosix;

/** Run once by the build, so that the classes it loads get into the class archive. */
public final class Training {
  private Training() {}

  public static void main(String[] args) throws IOException {
    loadSuite();
    callSystem(new JnrPosix());
  }

  private static void loadSuite() throws IOException {
    URI place =
        URI.create(Training.class.getProtectionDomain().getCodeSource().getLocation().toString());
    try (JarFile jar = new JarFile(Path.of(place).toFile())) {
      List<String> names =
          Collections.list(jar.entries()).stream()
              .map(entry -> entry.getName())
              .filter(name -> name.endsWith(".class") && !name.contains("/dist/"))
              .toList();
      for (String name : names) load(name.replace('/', '.').replace(".class", ""));
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, Training.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // A class for the native build only: it is not needed here.
      return;
    }
  }

  /** One call of each kind, for the sake of the classes behind it. */
  private static void callSystem(Posix posix) {
    JnrPosix.commandLine(1);
    posix.stat(Posix.CWD, CString.of("."), true, new FileStat());
    int signals = posix.signals(Signal.bit(Signal.SIGCHLD));
    Poller poller = new Poller(1);
    poller.add(signals, Poller.READ);
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/bin/true");
    spawn.arguments = new byte[][] {spawn.file};
    int pid = posix.spawn(spawn);
    posix.poll(poller, 0);
    posix.nextSignal(signals);
    if (pid > 1) posix.waitpid(pid, new int[1], 0);
    JvmMain.family(new byte[][] {CString.of("none")});
  }
}
