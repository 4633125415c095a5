package s6j.chain;

import static s6j.posix.OpenFlags.*;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.talk.Announcement;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/**
 * s6-background-watch: stand in the foreground for a daemon that goes into the background and
 * writes its pid to a file.
 */
public final class BackgroundWatch {
  private static final int NO_PIDFILE = 104;
  private static final int GO_ON = -1;

  private static final Option TIMEOUT =
      Option.value('t', "timeout-ready", "timeout", "kill prog if it runs longer, in milliseconds")
          .within(0, Integer.MAX_VALUE);
  private static final Option NOTIFICATION =
      Option.value('d', "notification-fd", "fd", "write a newline there when the daemon is known");

  private final Posix posix;
  private final Messages messages;
  private final int[] status = new int[1];
  private final Poller poller = new Poller(1);

  /** 0 for ever. */
  private long timeoutMillis;

  /** The descriptor to tell readiness on; 0 for none. */
  private int notification;

  private byte[] pidfile;
  private byte[][] command;
  private int signals;

  private BackgroundWatch(Posix posix, byte[][] arguments) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
  }

  public static Program declaration() {
    return new Program(
            "s6-background-watch",
            "background-watch",
            "[ -t timeout ] [ -d notif ] pidfile prog...",
            "runs a daemon that goes into the background and ends when it ends",
            BackgroundWatch::run)
        .options(TIMEOUT, NOTIFICATION);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    BackgroundWatch watch = new BackgroundWatch(posix, arguments);
    int code = watch.take(program.read(arguments, watch.messages, 2));
    return code != 0 ? code : watch.watch();
  }

  private int take(Line line) {
    timeoutMillis = line.number(TIMEOUT, 0);
    notification = (int) line.number(NOTIFICATION, 0);
    pidfile = line.operand(0);
    if (line.refused()) return line.exitCode();
    command = line.operands(1);
    if (!line.has(NOTIFICATION) || notification < 0 || notification > 2) return 0;
    return messages.fatal().text("notification-fd cannot be 0, 1 or 2").exit(ExitCode.USAGE);
  }

  private int watch() {
    int answer = notification == 0 ? 0 : posix.setCloseOnExec(notification, true);
    if (answer < 0)
      return messages.fatal().unableTo("check notification-fd").exit(ExitCode.SYSTEM, answer);
    signals = posix.signals(all());
    if (signals < 0)
      return messages.fatal().unableTo("trap all signals").exit(ExitCode.SYSTEM, signals);
    int code = start();
    posix.close(signals);
    return code;
  }

  private int start() {
    int answer = posix.becomeSubreaper();
    if (answer < 0)
      return messages.fatal().unableTo("become a subreaper").exit(ExitCode.SYSTEM, answer);
    Spawn spawn = new Spawn();
    spawn.arguments = command;
    int parent = Executable.spawn(posix, spawn);
    if (parent < 0)
      return messages
          .fatal()
          .unableTo("spawn ")
          .bytes(command[0])
          .exit(parent == -Errno.ENOEXEC ? 126 : 127, parent);
    int code = awaitParent(parent);
    return code != GO_ON ? code : watchDaemon();
  }

  /** All but those that cannot be caught and those of faults, which only this program can cause. */
  private static long all() {
    long set = -1;
    int[] left = {
      Signal.SIGKILL, Signal.SIGSTOP, Signal.SIGSEGV, Signal.SIGBUS, Signal.SIGFPE, Signal.SIGILL
    };
    for (int signal : left) set &= ~Signal.bit(signal);
    return set;
  }

  private int awaitParent(int parent) {
    long deadline =
        timeoutMillis == 0 ? Deadline.NEVER : Deadline.after(posix.monotonicNanos(), timeoutMillis);
    while (true) {
      int ready = await(deadline);
      if (ready < 0) return messages.fatal().unableTo("poll").exit(ExitCode.SYSTEM, ready);
      if (ready == 0) {
        deadline = Deadline.NEVER;
        messages
            .warning()
            .bytes(command[0])
            .text(" (parent) did not exit before timeout-ready, killing it")
            .end();
        if (parent > 1) posix.kill(parent, Signal.SIGKILL);
      }
      forward(parent);
      int dead = posix.waitpid(parent, status, Posix.WNOHANG);
      if (dead < 0 && dead != -Errno.EINTR)
        return messages.fatal().unableTo("wait").exit(ExitCode.SYSTEM, dead);
      if (dead > 0) return onParentExited();
    }
  }

  private int onParentExited() {
    if (WaitStatus.exited(status[0]) && WaitStatus.exitCode(status[0]) == 0) return GO_ON;
    posix.unlink(Posix.CWD, pidfile);
    messages.fatal().bytes(command[0]);
    if (WaitStatus.exited(status[0]))
      messages.text(" (parent) exited ").number(WaitStatus.exitCode(status[0]));
    else messages.text(" (parent) crashed with signal ").number(WaitStatus.signal(status[0]));
    return messages.exit(WaitStatus.passedOn(status[0]));
  }

  private int watchDaemon() {
    int daemon = readPidfile();
    if (daemon < 0) return -daemon;
    int answer = posix.kill(daemon, 0);
    if (answer < 0)
      return messages
          .fatal()
          .unableTo("check daemon with a null signal")
          .exit(ExitCode.SYSTEM, answer);
    notifyReadiness();
    while (true) {
      int code = reap(daemon);
      if (code != GO_ON) return code;
      int ready = await(Deadline.NEVER);
      if (ready < 0) return messages.fatal().unableTo("poll").exit(ExitCode.SYSTEM, ready);
      forward(daemon);
    }
  }

  private void notifyReadiness() {
    if (notification == 0) return;
    Announcement.tell(posix, notification);
  }

  /** Collects every child, since a subreaper gets those of others too: GO_ON, or the exit code. */
  private int reap(int daemon) {
    while (true) {
      int dead = posix.waitpid(-1, status, Posix.WNOHANG);
      if (dead == daemon) return WaitStatus.passedOn(status[0]);
      if (dead == 0) return GO_ON;
      if (dead < 0 && dead != -Errno.EINTR)
        return messages
            .fatal()
            .unableTo("wait for pid ")
            .number(daemon)
            .exit(ExitCode.SYSTEM, dead);
    }
  }

  private void forward(int pid) {
    for (int signal = posix.nextSignal(signals); signal > 0; signal = posix.nextSignal(signals))
      if (signal != Signal.SIGCHLD && pid > 1) posix.kill(pid, signal);
  }

  /** 1 for a signal, 0 at the deadline. */
  private int await(long deadline) {
    poller.clear();
    poller.add(signals, Poller.READ);
    return poller.await(posix, deadline);
  }

  /** The pid in the first line of the file; or the negated exit code. */
  private int readPidfile() {
    int fd = posix.open(Posix.CWD, pidfile, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd == -Errno.ENOENT)
      return -messages
          .fatal()
          .bytes(command[0])
          .text(" (parent) exited but pidfile ")
          .bytes(pidfile)
          .text(" does not exist")
          .exit(NO_PIDFILE);
    byte[] text = new byte[128];
    int got = fd < 0 ? fd : posix.read(fd, text, 0, text.length);
    if (fd >= 0) posix.close(fd);
    if (got < 0)
      return -messages.fatal().unableTo("open ").bytes(pidfile).exit(ExitCode.SYSTEM, got);
    int newline = posix.indexOf(text, 0, got, '\n');
    long pid = Decimal.parse(text, 0, newline < 0 ? got : newline, 10);
    if (pid > 1 && pid <= Integer.MAX_VALUE) return (int) pid;
    return -messages
        .fatal()
        .text("pidfile ")
        .bytes(pidfile)
        .text(" does not contain a valid pid")
        .exit(NO_PIDFILE);
  }
}
