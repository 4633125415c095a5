package s6j.command.tell;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.meaning.Descriptor;

/** {@code s6 top}: services and a log, live and full-screen; one screen for {@code --once}. */
public final class ServiceTop {
  private static final int LARGEST = 1000;
  private static final Option ONCE =
      Option.flag("once", "print one screen and leave, also without a terminal");
  private static final Option COLUMNS =
      Option.value("columns", "N", "with --once: columns of the screen, 80 if not given")
          .within(1, LARGEST);
  private static final Option ROWS =
      Option.value("rows", "N", "with --once: rows of the screen, 24 if not given")
          .within(1, LARGEST);
  private static final Option CHOSEN =
      Option.value("chosen", "N", "with --once: the service whose log is shown, from 1")
          .within(1, Integer.MAX_VALUE);
  private static final Program PROGRAM =
      Subcommand.options("s6 top").options(ONCE, COLUMNS, ROWS, CHOSEN);

  /** What one screen ends with if there are fewer services than the chosen one's number. */
  private static final int TOO_FAR = 1;

  private static final long PERIOD = 1_000_000_000;
  private static final long SIGNALS =
      Signal.bit(Signal.SIGTERM)
          | Signal.bit(Signal.SIGHUP)
          | Signal.bit(Signal.SIGINT)
          | Signal.bit(Signal.SIGQUIT)
          | Signal.bit(Signal.SIGWINCH);

  private final CommandCall call;
  private final Posix posix;
  private final RawTerminal terminal;
  private final TopKeys keys = new TopKeys();
  private final ScreenRun screen;
  private final byte[] typed = new byte[1];
  private final Poller poller = new Poller(2);
  private @Descriptor int signals;
  private int chosen = 1;

  private ServiceTop(CommandCall call) {
    this.call = call;
    posix = call.posix;
    terminal = new RawTerminal(posix);
    screen = new ScreenRun(call);
  }

  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    line.check(COLUMNS, ROWS, CHOSEN);
    if (line.refused()) return line.exitCode();
    return line.has(ONCE) ? once(call, line) : new ServiceTop(call).show();
  }

  private static int once(CommandCall call, Line line) {
    KnownServices known = new KnownServices(call);
    int code = known.open();
    if (code == 0) code = known.takeAll();
    if (code != 0) return code;
    int services = ServiceOverview.countShown(known);
    int wanted = (int) line.number(CHOSEN, 1);
    int chosen = Math.max(1, Math.min(wanted, services));
    TopScreen screen = new TopScreen((int) line.number(COLUMNS, 80), (int) line.number(ROWS, 24));
    screen.compose(call.posix, known, chosen - 1);
    Output out = call.output();
    screen.print(out);
    return out.finish(call.messages, wanted > chosen ? TOO_FAR : 0);
  }

  private int show() {
    if (!terminal.isThere(call.environment))
      return call.messages
          .fatal()
          .text("standard input and output are no terminal that can show a screen")
          .exit(ExitCode.SYSTEM);
    int code = compose();
    if (code != 0) return code;
    signals = posix.signals(SIGNALS);
    if (signals < 0)
      return call.messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    int answer = terminal.begin();
    if (answer >= 0) code = loop();
    terminal.end();
    posix.close(signals);
    if (answer >= 0) return code;
    return call.messages
        .fatal()
        .unableTo("change the terminal's settings")
        .exit(ExitCode.SYSTEM, answer);
  }

  private int loop() {
    boolean goesOn = true;
    while (goesOn) {
      if (terminal.show(screen.text(), screen.length()) < 0) return ExitCode.SYSTEM;
      goesOn = obey();
      int code = goesOn ? compose() : 0;
      if (code != 0) return code;
    }
    return 0;
  }

  /** Has a screen composed: 0, or an exit code. */
  private int compose() {
    int code = screen.compose(terminal.columns(), terminal.rows(), chosen);
    if (code < 0)
      return call.messages.fatal().unableTo("compose a screen").exit(ExitCode.SYSTEM, code);
    if (code == TOO_FAR && chosen > 1) chosen--;
    return code == TOO_FAR ? 0 : code;
  }

  /** Waits for a key that means something, a signal, or for a second to pass; false at the end. */
  private boolean obey() {
    long deadline = posix.monotonicNanos() + PERIOD;
    while (posix.monotonicNanos() < deadline) {
      poller.clear();
      int keyboard = poller.add(0, Poller.READ);
      int trap = poller.add(signals, Poller.READ);
      poller.await(posix, deadline);
      if (poller.readable(trap)) return posix.nextSignal(signals) == Signal.SIGWINCH;
      if (!poller.readable(keyboard)) continue;
      if (posix.read(0, typed, 0, 1) <= 0) return false;
      int key = keys.take(typed[0]);
      if (key == TopKeys.LEAVE) return false;
      if (key == TopKeys.NONE) continue;
      chosen = Math.max(1, key == TopKeys.UP ? chosen - 1 : chosen + 1);
      return true;
    }
    return true;
  }
}
