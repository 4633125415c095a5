package s6j.machine.boot;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Executable;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** The child that becomes rc.init once what it says can be logged. */
final class SecondStage {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int ROOM = 16;

  private final Posix posix;
  private final Messages messages;
  private final BootSettings settings;
  private final Environment environment;
  private final byte @Nullable [] terminal;

  SecondStage(
      Posix posix, BootSettings settings, Environment environment, byte @Nullable [] terminal) {
    this.posix = posix;
    this.settings = settings;
    this.environment = environment;
    this.terminal = terminal;
    messages = new Messages(posix, CString.of("s6-linux-init (child)"));
  }

  /** Returns only the exit code for that it cannot. */
  int become(int[] notice) {
    posix.setsid();
    if (terminal != null) openTerminal();
    int console = posix.dup(STDERR, STDERR + 1, true);
    int code = settings.hasLogger ? openLog() : awaitScanner(notice);
    if (code != 0) {
      if (console >= 0) posix.close(console);
      return code;
    }
    byte[][] words = words();
    int error = posix.exec(words[0], words, environment.variables());
    messages.fatal().unableTo("exec ").bytes(words[0]).end(error);
    if (!Namespace.mayEnd(posix)) offerShell(console, words[0], error);
    if (console >= 0) posix.close(console);
    return Executable.exitCode(error);
  }

  private void openTerminal() {
    posix.close(0);
    int fd = posix.open(Posix.CWD, terminal, OpenFlags.O_RDONLY, 0);
    if (fd >= 0) return;
    if (settings.verbosity > 0) messages.warning().unableTo("open ").bytes(terminal).end(fd);
    new StandardStart(posix).closeInput();
  }

  /** Opens once the logger reads. */
  private int openLog() {
    int fd = posix.open(Posix.CWD, InitPaths.LOGGER_FIFO, OpenFlags.O_WRONLY, 0);
    if (fd < 0) {
      messages.fatal().unableTo("open ").bytes(InitPaths.LOGGER_FIFO).text(" for writing");
      return messages.exit(ExitCode.SYSTEM, fd);
    }
    posix.dup2(fd, STDOUT);
    posix.dup2(fd, STDERR);
    if (fd > STDERR) posix.close(fd);
    return 0;
  }

  private int awaitScanner(int[] notice) {
    posix.close(notice[1]);
    byte[] bytes = new byte[ROOM];
    int got = posix.read(notice[0], bytes, 0, ROOM);
    while (got > 0 && posix.indexOf(bytes, 0, got, '\n') < 0)
      got = posix.read(notice[0], bytes, 0, ROOM);
    if (got < 0) return unable("read from notification pipe", got);
    if (got == 0 && settings.verbosity > 0)
      messages.warning().text("s6-svscan failed to send a notification byte!").end();
    posix.close(notice[0]);
    return 0;
  }

  private byte[][] words() {
    byte[][] words = new byte[settings.words.length + 2][];
    words[0] = InitPaths.below(settings.base, "scripts/rc.init");
    words[1] = settings.runlevel();
    System.arraycopy(settings.words, 0, words, 2, settings.words.length);
    return words;
  }

  /** A machine without rc.init is up, and nobody can log in: the console is told as well. */
  private void offerShell(int console, byte[] script, int error) {
    if (console >= 0) {
      posix.dup2(console, STDOUT);
      posix.dup2(console, STDERR);
    }
    new StandardStart(posix).openConsole();
    messages.fatal().unableTo("exec ").bytes(script).end(error);
    RescueShell.become(posix);
  }

  private int unable(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }
}
