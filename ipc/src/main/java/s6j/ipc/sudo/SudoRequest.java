package s6j.ipc.sudo;

import org.jspecify.annotations.Nullable;
import s6j.formats.BigEndian;
import s6j.formats.ByteSink;
import s6j.posix.CString;

/**
 * What a sudo client asks for (docs/specification/s6.md, A.5): a banner; numbers of 4 bytes, most
 * significant first, of arguments, variables, bytes of arguments and bytes of variables; then those
 * strings, each ended by NUL.
 */
final class SudoRequest {
  /** What a server says first. */
  static final byte[] SERVER_BANNER = CString.of("s6-sudo b v1.0\n");

  static final byte[] CLIENT_BANNER = CString.of("s6-sudo a v1.0\n");

  /** More than the kernel gives to any program: 6 MiB of arguments and environment. */
  static final int LARGEST = 8 << 20;

  private static final int NUMBERS_AT = CLIENT_BANNER.length;
  private static final int STRINGS_AT = NUMBERS_AT + 16;
  private static final int MOST_STRINGS = 131072;

  private byte[] message;
  private int argumentCount;
  private int variableCount;
  private int argumentLength;
  private int variableLength;

  /** The message that asks for this. */
  static ByteSink encode(byte[][] arguments, byte[][] variables) {
    ByteSink strings = new ByteSink(4096);
    for (byte[] argument : arguments) append(strings, argument);
    int argumentLength = strings.length();
    for (byte[] variable : variables) append(strings, variable);
    ByteSink message = new ByteSink(STRINGS_AT + strings.length()).put(CLIENT_BANNER);
    message.big32(arguments.length).big32(variables.length);
    message.big32(argumentLength).big32(strings.length() - argumentLength);
    return message.put(strings.array(), 0, strings.length());
  }

  private static void append(ByteSink strings, byte[] string) {
    strings.put(string, 0, CString.length(string)).put(0);
  }

  /** Reads a message: null if it is one, or what is wrong with it. */
  @Nullable String parse(byte[] bytes, int length) {
    if (length < STRINGS_AT) return "wrong client message";
    for (int i = 0; i < NUMBERS_AT; i++)
      if (bytes[i] != CLIENT_BANNER[i]) return "wrong client banner";
    long arguments = BigEndian.get(bytes, NUMBERS_AT, 4);
    long variables = BigEndian.get(bytes, NUMBERS_AT + 4, 4);
    long argumentBytes = BigEndian.get(bytes, NUMBERS_AT + 8, 4);
    long variableBytes = BigEndian.get(bytes, NUMBERS_AT + 12, 4);
    if (STRINGS_AT + argumentBytes + variableBytes != length) return "wrong client argc/envlen";
    if (arguments > MOST_STRINGS || variables > MOST_STRINGS)
      return "too many args/envvars from client";
    message = bytes;
    argumentCount = (int) arguments;
    variableCount = (int) variables;
    argumentLength = (int) argumentBytes;
    variableLength = (int) variableBytes;
    return null;
  }

  int argumentCount() {
    return argumentCount;
  }

  int variableCount() {
    return variableCount;
  }

  /** The arguments, or null if they are not as many as announced. */
  byte @Nullable [][] arguments() {
    return strings(STRINGS_AT, argumentLength, argumentCount);
  }

  /** The variables, or null if they are not as many as announced or one has no value. */
  byte @Nullable [][] variables() {
    byte[][] variables = strings(STRINGS_AT + argumentLength, variableLength, variableCount);
    if (variables == null) return null;
    for (byte[] variable : variables) if (CString.indexOf(variable, '=') < 0) return null;
    return variables;
  }

  private byte @Nullable [][] strings(int from, int length, int count) {
    int ends = 0;
    for (int i = from; i < from + length; i++) if (message[i] == 0) ends++;
    if (ends != count || length > 0 && message[from + length - 1] != 0) return null;
    byte[][] strings = new byte[count][];
    int at = from;
    for (int i = 0; i < count; i++) {
      int end = at;
      while (message[end] != 0) end++;
      strings[i] = CString.slice(message, at, end);
      at = end + 1;
    }
    return strings;
  }
}
