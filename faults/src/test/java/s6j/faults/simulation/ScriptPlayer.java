package s6j.faults.simulation;

import static s6j.posix.OpenFlags.*;

import java.nio.charset.StandardCharsets;
import s6j.faults.story.Script;
import s6j.faults.story.Signals;
import s6j.faults.story.Time;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Poller;
import s6j.posix.Posix;

/** Plays the script of a story's file in a fake process, as a shell would. */
final class ScriptPlayer {
  private static final int PAUSE_MILLIS = 50;

  private final FakePosix child;

  private ScriptPlayer(FakePosix child) {
    this.child = child;
  }

  static boolean is(String text) {
    return text.startsWith(Script.HEAD);
  }

  static void play(FakePosix child, String text) {
    ScriptPlayer player = new ScriptPlayer(child);
    for (Script.Deed deed : Script.of(text).deeds()) {
      if (deed.verb().equals("live")) return;
      player.perform(deed);
    }
    child.exit(0);
  }

  private void perform(Script.Deed deed) {
    String rest = deed.rest();
    switch (deed.verb()) {
      case "say" -> write(1, filled(rest));
      case "complain" -> write(2, filled(rest));
      case "note" -> note(filled(deed.head()), filled(deed.tail()));
      case "ready" -> write(Integer.parseInt(rest), "");
      case "await" -> {
        while (child.access(Posix.CWD, CString.of(rest), Posix.F_OK) < 0) sleep(PAUSE_MILLIS);
      }
      case "take" -> {
        while (child.unlink(Posix.CWD, CString.of(rest)) < 0) sleep(PAUSE_MILLIS);
      }
      case "sleep" -> sleep((int) Time.millis(rest));
      case "exit" -> child.exit(Integer.parseInt(rest));
      case "die" -> {
        child.signal(Signals.number(rest));
        child.goOn();
      }
      case "exec" -> become(rest);
      case "on" -> trap(deed);
      default -> throw new AssertionError(deed.verb());
    }
  }

  private void sleep(int millis) {
    child.poll(new Poller(1), millis);
  }

  private void trap(Script.Deed deed) {
    Script.Deed trapped = deed.trapped();
    if (trapped == null) child.ignoreSignal(Signals.number(deed.head()));
    else child.on(Signals.number(deed.head()), () -> perform(trapped));
  }

  /** With the process's number and its arguments. */
  private String filled(String text) {
    String filled = text.replace("$$", String.valueOf(child.getpid()));
    byte[][] words = child.arguments();
    for (int i = 0; i < 10; i++)
      filled = filled.replace("$" + i, i < words.length ? CString.text(words[i]) : "");
    return filled;
  }

  private void write(int fd, String line) {
    if (child.descriptorFlags(fd) < 0) return;
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
    child.write(fd, bytes, 0, bytes.length);
  }

  private void note(String file, String line) {
    int fd = child.open(Posix.CWD, CString.of(file), O_WRONLY | O_CREAT | O_APPEND, 0666);
    if (fd < 0) return;
    write(fd, line);
    child.close(fd);
  }

  private void become(String line) {
    String[] words = line.split(" +");
    byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) bytes[i] = CString.of(words[i]);
    child.exec(CString.of("/usr/bin/" + words[0]), bytes, child.environment());
    child.exit(127);
  }
}
