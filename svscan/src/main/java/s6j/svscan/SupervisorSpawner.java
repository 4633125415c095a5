package s6j.svscan;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.formats.ScanDirectory;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/** Starts s6-supervise for a slot, and the scripts for signals, in the scan directory. */
final class SupervisorSpawner {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private final Posix posix;
  private final Messages messages;
  private final int directory;
  private final SupervisePlaces supervise;
  private final int console;
  private final Spawn spawn = new Spawn();
  private final FileStat named = new FileStat();
  private final byte[][] superviseArguments;
  private final byte[][] scriptArguments = new byte[1][];

  /**
   * {@code console} is the descriptor that becomes the catch-all logger's standard error, or -1;
   * {@code name} is argv[0] of supervisors.
   */
  SupervisorSpawner(
      Posix posix,
      Messages messages,
      int directory,
      SupervisePlaces supervise,
      int console,
      byte[] name) {
    this.posix = posix;
    this.messages = messages;
    this.directory = directory;
    this.supervise = supervise;
    this.console = console;
    this.superviseArguments = new byte[][] {name, null};
  }

  /** Whether the slot's name is another directory's by now: its supervisor would begin there. */
  boolean leadsElsewhere(Slot slot) {
    return posix.stat(directory, slot.name, true, named) >= 0
        && (named.device != slot.device || named.inode != slot.inode);
  }

  /** The pid of a new supervisor, or the negated errno; what went wrong has been said. */
  int supervisor(Slot slot) {
    superviseArguments[1] = slot.name;
    spawn.reset();
    spawn.arguments = superviseArguments;
    spawn.directory = directory;
    if (slot.input >= 0) spawn.move(slot.input, STDIN);
    if (slot.output >= 0) spawn.move(slot.output, STDOUT);
    if (errors(slot) >= 0) spawn.move(console, STDERR);
    int pid = supervise.spawn(spawn);
    if (pid < 0) messages.warning().unableTo("spawn s6-supervise for ").bytes(slot.name).end(pid);
    return pid;
  }

  /** What the slot's supervisor has as standard error; {@link Slot#NONE} for the scanner's own. */
  int errors(Slot slot) {
    return slot.isCatchAll() ? console : Slot.NONE;
  }

  /** Whether the script for a signal could be started, if there is one. */
  boolean script(int signal) {
    byte[] script = SignalScript.path(signal);
    if (script == null || posix.access(directory, script, Posix.X_OK) < 0) return false;
    scriptArguments[0] = script;
    spawn.reset();
    spawn.file = script;
    spawn.arguments = scriptArguments;
    spawn.directory = directory;
    int pid = posix.spawn(spawn);
    if (pid < 0) messages.warning().unableTo("spawn ").bytes(script).end(pid);
    return pid >= 0;
  }

  /** The names of the scripts (s6-svscan page, "Signals"). */
  private static final class SignalScript {
    private SignalScript() {}

    static byte @Nullable [] path(int signal) {
      return switch (signal) {
        case Signal.SIGHUP -> ScanDirectory.SIGHUP;
        case Signal.SIGINT -> ScanDirectory.SIGINT;
        case Signal.SIGTERM -> ScanDirectory.SIGTERM;
        case Signal.SIGQUIT -> ScanDirectory.SIGQUIT;
        case Signal.SIGUSR1 -> ScanDirectory.SIGUSR1;
        case Signal.SIGUSR2 -> ScanDirectory.SIGUSR2;
        case Signal.SIGPWR -> ScanDirectory.SIGPWR;
        case Signal.SIGWINCH -> ScanDirectory.SIGWINCH;
        default -> null;
      };
    }
  }
}
