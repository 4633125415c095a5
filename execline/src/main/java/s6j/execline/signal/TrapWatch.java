package s6j.execline.signal;

import s6j.cli.ExitCode;
import s6j.execline.call.Call;
import s6j.execline.call.Children;
import s6j.execline.call.Repeated;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/** Runs a program, and the commands of the signals that come meanwhile. */
final class TrapWatch {
  private final Call call;
  private final Posix posix;
  private final TrapTable table;
  private final boolean forwards;
  private final Children children;
  private final int[] running = new int[TrapTable.HIGHEST + 1];
  private final Repeated[] handlers = new Repeated[TrapTable.HIGHEST + 1];
  private final int[] status = new int[1];
  private int program;
  private int end = -1;

  TrapWatch(Call call, TrapTable table, boolean forwards) {
    this.call = call;
    this.table = table;
    this.forwards = forwards;
    posix = call.posix;
    children = new Children(call);
  }

  int run(byte[][] command) {
    long wanted = Signal.bit(Signal.SIGCHLD);
    for (int signal = 1; signal <= TrapTable.HIGHEST; signal++) {
      boolean isWanted = table.command(signal) != null || forwards;
      if (!isWanted || !TrapTable.isTrappable(signal)) continue;
      wanted |= Signal.bit(signal);
      posix.defaultSignal(signal);
    }
    int fd = posix.signals(wanted);
    if (fd < 0) return call.unable("trap signals", fd);
    program = children.startOrSay(children.planUnmasked(command));
    if (program == 0) return ExitCode.SYSTEM;
    Poller poller = new Poller(1);
    poller.add(fd, Poller.READ);
    while (end < 0) {
      int error = poller.await(posix, Deadline.NEVER);
      if (error < 0) return call.unable("iopause", error);
      int code = takeSignals(fd);
      if (code != 0) return code;
    }
    return end;
  }

  private int takeSignals(int fd) {
    int code = 0;
    int signal = posix.nextSignal(fd);
    while (signal > 0 && code == 0 && end < 0) {
      if (signal == Signal.SIGCHLD) reap();
      else code = act(signal);
      if (end < 0 && code == 0) signal = posix.nextSignal(fd);
    }
    return signal < 0 ? call.unable("selfpipe_read", signal) : code;
  }

  private void reap() {
    int pid = posix.waitpid(-1, status, Posix.WNOHANG);
    while (pid > 0 && end < 0) {
      if (pid == program) end = WaitStatus.passedOn(status[0]);
      for (int signal = 1; signal <= TrapTable.HIGHEST; signal++)
        if (running[signal] == pid) running[signal] = 0;
      if (end < 0) pid = posix.waitpid(-1, status, Posix.WNOHANG);
    }
  }

  /** Runs the command of a signal, unless it runs, or sends the signal on: 0, or the exit code. */
  private int act(int signal) {
    byte[][] command = table.command(signal);
    if (command == null) posix.kill(program, signal);
    if (command == null || running[signal] > 0) return 0;
    if (command.length == 0) return 0;
    if (handlers[signal] == null) handlers[signal] = handler(signal, command);
    int pid = handlers[signal].start();
    if (pid < 0) return call.unable("spawn ", command[0], pid);
    running[signal] = pid;
    return 0;
  }

  /** What runs for a signal, each time it comes. */
  private Repeated handler(int signal, byte[][] command) {
    Spawn plan = children.planUnmasked(command);
    Environment environment = new Environment(posix);
    environment.set("!", Decimal.string(program));
    environment.set("SIGNAL", Decimal.string(signal));
    plan.environment = environment.variables();
    return new Repeated(call, plan);
  }
}
