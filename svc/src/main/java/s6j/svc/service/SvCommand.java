package s6j.svc.service;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/**
 * What sv is told to do: the letters it sends, what it then waits for, and whether it kills what
 * takes too long (runit sv page).
 */
final class SvCommand {
  /** What a command waits for. */
  enum Goal {
    NOTHING,
    UP,
    DOWN,
    /** Started anew since the command. */
    RESTARTED,
    /** Up, or down again since the command. */
    ONCE,
    PAUSED,
    CONTINUED,
    GONE,
    /** Whatever the service is wanted to be. */
    WANTED
  }

  /** Null: nothing is sent, the state is printed. */
  final byte @Nullable [] letters;

  final Goal goal;

  /** It waits without being told by -v. */
  final boolean waits;

  final boolean kills;

  /** Only a service that runs is meant. */
  final boolean onlyIfUp;

  private SvCommand(
      @Nullable String letters, Goal goal, boolean waits, boolean kills, boolean onlyIfUp) {
    this.letters = letters == null ? null : CString.of(letters);
    this.goal = goal;
    this.waits = waits;
    this.kills = kills;
    this.onlyIfUp = onlyIfUp;
  }

  /** Only status prints at once. */
  boolean isStatus() {
    return letters == null;
  }

  boolean isExit() {
    return goal == Goal.GONE;
  }

  /**
   * The command of a word; null if there is none. Of the short ones only the first letter counts.
   */
  static SvCommand parse(byte[] word) {
    SvCommand whole = whole(CString.text(word));
    return whole != null || CString.length(word) == 0 ? whole : letter((char) word[0]);
  }

  private static @Nullable SvCommand whole(String word) {
    return switch (word) {
      case "start" -> told("u", Goal.UP);
      case "stop" -> told("d", Goal.DOWN);
      case "reload" -> told("h", Goal.NOTHING);
      case "restart" -> told("tcu", Goal.RESTARTED);
      case "shutdown" -> told("dx", Goal.GONE);
      case "force-stop" -> killing("d", Goal.DOWN);
      case "force-reload" -> killing("tc", Goal.RESTARTED);
      case "force-restart" -> killing("tcu", Goal.RESTARTED);
      case "force-shutdown" -> killing("dx", Goal.GONE);
      case "try-restart" -> new SvCommand("tc", Goal.RESTARTED, true, false, true);
      case "check" -> told("", Goal.WANTED);
      default -> null;
    };
  }

  private static @Nullable SvCommand letter(char letter) {
    return switch (letter) {
      case 's' -> new SvCommand(null, Goal.NOTHING, false, false, false);
      case 'u' -> quiet("u", Goal.UP);
      case 'd' -> quiet("d", Goal.DOWN);
      case 'o' -> quiet("o", Goal.ONCE);
      case 't' -> quiet("t", Goal.RESTARTED);
      case 'k' -> quiet("k", Goal.RESTARTED);
      case 'p' -> quiet("p", Goal.PAUSED);
      case 'c' -> quiet("c", Goal.CONTINUED);
      case 'e', 'x' -> quiet("dx", Goal.GONE);
      case 'h' -> quiet("h", Goal.NOTHING);
      case 'a' -> quiet("a", Goal.NOTHING);
      case 'i' -> quiet("i", Goal.NOTHING);
      case 'q' -> quiet("q", Goal.NOTHING);
      case '1' -> quiet("1", Goal.NOTHING);
      case '2' -> quiet("2", Goal.NOTHING);
      default -> null;
    };
  }

  private static SvCommand quiet(String letters, Goal goal) {
    return new SvCommand(letters, goal, false, false, false);
  }

  private static SvCommand told(String letters, Goal goal) {
    return new SvCommand(letters, goal, true, false, false);
  }

  private static SvCommand killing(String letters, Goal goal) {
    return new SvCommand(letters, goal, true, true, false);
  }
}
