package s6j.execline.parameter;

import org.jspecify.annotations.Nullable;
import s6j.execline.call.Words;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;

/**
 * Positional parameters that are put aside for those of a script: NAME becomes NAME:1, NAME:1
 * becomes NAME:2 and so on. Pure.
 */
public final class Frame {
  private static final byte[] COLON = {':'};

  private static final byte[] OPTIONS = CString.of("ELGETOPT_");

  /** An empty number of a frame is the last that was read, as in the reference. */
  private long last;

  private Frame() {}

  private static boolean isPositional(byte[] variable) {
    return variable.length > 0 && (variable[0] == '#' || variable[0] >= '0' && variable[0] <= '9');
  }

  private static boolean isOption(byte[] variable) {
    return CString.startsWith(variable, OPTIONS);
  }

  /** All positional parameters, or what elgetopt set, one further away. */
  public static Environment push(byte[][] variables, boolean options) {
    Frame frame = new Frame();
    Words pushed = new Words();
    for (byte[] variable : variables) {
      boolean isMeant = options ? isOption(variable) : isPositional(variable);
      pushed.add(isMeant ? frame.moved(variable, options ? OPTIONS.length : 1, 1) : variable);
    }
    return new Environment(pushed.array());
  }

  /** The reverse: what there was is gone, and what was pushed is back. */
  public static Environment pop(byte[][] variables, boolean positionals, boolean options) {
    Frame frame = new Frame();
    Words popped = new Words();
    for (byte[] variable : variables) {
      boolean option = options && isOption(variable);
      boolean isMeant = option || positionals && isPositional(variable);
      byte[] kept = isMeant ? frame.moved(variable, option ? OPTIONS.length : 1, -1) : variable;
      if (kept != null) popped.add(kept);
    }
    return new Environment(popped.array());
  }

  /** Null for what comes out of the last frame. */
  private byte @Nullable [] moved(byte[] variable, int from, int by) {
    int length = CString.length(variable);
    int equals = from;
    while (equals < length && variable[equals] != '=') equals++;
    int colon = from;
    while (colon < length && variable[colon] != ':') colon++;
    byte[] rest = CString.slice(variable, equals, length);
    if (colon >= equals) return by < 0 ? null : joined(CString.slice(variable, 0, equals), 1, rest);
    int digits = colon + 1;
    while (digits < equals && variable[digits] >= '0' && variable[digits] <= '9') digits++;
    long number = Decimal.parse(variable, colon + 1, digits, 10);
    if (number >= 0) last = number;
    long frame = digits == equals ? last : Decimal.INVALID;
    if (frame < 0 || by < 0 && frame == 0) return variable;
    return joined(CString.slice(variable, 0, colon), frame + by, rest);
  }

  private static byte[] joined(byte[] name, long frame, byte[] rest) {
    byte[] place = frame == 0 ? new byte[0] : CString.concat(COLON, Decimal.string(frame));
    return CString.concat(CString.concat(name, place), rest);
  }
}
