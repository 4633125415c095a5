package s6j.supervise;

import static s6j.formats.ServiceDirectory.*;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.formats.files.DeathTally;
import s6j.formats.files.KnobReader;
import s6j.posix.Signal;

/**
 * Reads the files that tune a service when they matter, so that a change needs no restart. A file
 * that cannot be read or makes no sense is warned of and counts as absent.
 */
final class SettingsReader {
  private static final int DEFAULT_DEATHS_KEPT = 100;
  private static final int DEFAULT_FIRST_PAUSE_MILLIS = 1000;
  private static final int DEFAULT_FACTOR = 2;
  private static final int MOST_FACTOR = 1000;
  private static final int DEFAULT_LONGEST_PAUSE_MILLIS = 60_000;
  private static final int DEFAULT_RESET_MILLIS = 10_000;

  private final Messages messages;
  private final KnobReader knobs;
  private int directory;
  private final long[] backoff = new long[4];

  SettingsReader(Messages messages, KnobReader knobs) {
    this.messages = messages;
    this.knobs = knobs;
  }

  /** Reads what is in this open service directory from now on. */
  SettingsReader in(int serviceDirectory) {
    directory = serviceDirectory;
    return this;
  }

  /** Reads what the machine may look at when it judges {@code event}. */
  void read(SuperviseEvent event, SuperviseState state, Settings settings) {
    if (event == SuperviseEvent.FINISH_STARTED) readFinishTimeout(settings);
    else if (state.phase.hasRun()) readForRun(event, settings);
  }

  /** The number in {@code file}; {@code other} if there is none. */
  long number(byte[] file, long other) {
    long value = knobs.number(directory, file);
    return isUsable(file, value) ? value : other;
  }

  /** Whether there is such a file. */
  boolean flag(byte[] file) {
    int answer = knobs.exists(directory, file);
    if (answer < 0) messages.warning().unableTo("access ").bytes(file).end(answer);
    return answer > 0;
  }

  /** How many deaths the tally keeps; the default also when the number is invalid. */
  int deathsKept() {
    return (int) Math.min(number(MAX_DEATH_TALLY, DEFAULT_DEATHS_KEPT), DeathTally.MOST);
  }

  /** Answers nothing, but as an expression: the compiler counts the cases. */
  private @Nullable Void readForRun(SuperviseEvent event, Settings settings) {
    return switch (event) {
      case DOWN, DOWN_FOR_GOOD, GOT_TERM -> readStop(settings);
      case RESTART -> readDownSignal(settings);
      case RELOAD -> readReloadSignal(settings);
      case TIMER_FIRED -> readKill(settings);
      case CHILD_EXITED, CHILD_EXITED_125 -> readBackoff(settings);
      case SEND_ALRM, SEND_ABRT, SEND_QUIT, SEND_HUP, SEND_KILL, SEND_TERM, SEND_INT -> null;
      case SEND_USR1, SEND_USR2, SEND_WINCH, PAUSE, CONTINUE, PAUSE_GROUP, CONTINUE_GROUP -> null;
      case KILL_GROUP, ONCE, ONCE_AT_MOST, ONCE_AT_MOST_FOR_GOOD, UP, UP_FOR_GOOD, EXIT -> null;
      case GOT_HUP, GOT_QUIT, GOT_INT, ADOPTED, NOTIFIED, UPGRADE -> null;
      case RUN_STARTED, RUN_FAILED, RUN_REFUSED, FINISH_STARTED, FINISH_FAILED -> null;
    };
  }

  private @Nullable Void readStop(Settings settings) {
    settings.alwaysContinues = !flag(FLAG_NO_CONT);
    settings.killTimeoutMillis = millis(TIMEOUT_KILL, 0);
    readDownSignal(settings);
    return null;
  }

  private @Nullable Void readDownSignal(Settings settings) {
    settings.downSignal = signal(DOWN_SIGNAL, Signal.SIGTERM);
    return null;
  }

  private @Nullable Void readReloadSignal(Settings settings) {
    settings.reloadSignal = signal(RELOAD_SIGNAL, Signal.SIGHUP);
    return null;
  }

  private @Nullable Void readKill(Settings settings) {
    settings.killsGroup = flag(FLAG_TIMEOUT_KILLPG);
    return null;
  }

  private void readFinishTimeout(Settings settings) {
    settings.finishTimeoutMillis = millis(TIMEOUT_FINISH, Settings.DEFAULT_FINISH_TIMEOUT_MILLIS);
  }

  private int signal(byte[] file, int other) {
    int signal = knobs.signal(directory, file);
    return isUsable(file, signal) ? signal : other;
  }

  /** Milliseconds over 2^31-1 are for ever, which 0 means too. */
  private int millis(byte[] file, int other) {
    long value = number(file, other);
    return value > Integer.MAX_VALUE ? 0 : (int) value;
  }

  private @Nullable Void readBackoff(Settings settings) {
    int count = knobs.numbers(directory, RESTART_BACKOFF, backoff);
    if (!isUsable(RESTART_BACKOFF, count)) {
      settings.firstPauseMillis = 0;
      return null;
    }
    settings.firstPauseMillis = backoff(0, count, DEFAULT_FIRST_PAUSE_MILLIS);
    settings.pauseFactor = Math.min(backoff(1, count, DEFAULT_FACTOR), MOST_FACTOR);
    settings.longestPauseMillis = backoff(2, count, DEFAULT_LONGEST_PAUSE_MILLIS);
    settings.resetAfterMillis = backoff(3, count, DEFAULT_RESET_MILLIS);
    return null;
  }

  /** 0 would make a supervisor spin. */
  private int backoff(int place, int count, int other) {
    long value = place < count && backoff[place] > 0 ? backoff[place] : other;
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  /** Whether a reader's answer is a value; says why not, unless the file is absent. */
  private boolean isUsable(byte[] file, long answer) {
    if (answer >= 0) return true;
    if (answer == KnobReader.INVALID) messages.warning().text("invalid ").bytes(file).end();
    else if (answer != KnobReader.ABSENT)
      messages.warning().unableTo("open ").bytes(file).end((int) answer);
    return false;
  }
}
