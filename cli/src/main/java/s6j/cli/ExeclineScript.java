package s6j.cli;

import s6j.posix.CString;
import s6j.posix.Decimal;

/**
 * A script of execline in the making, with words of any bytes and programs by the names that {@link
 * ScriptPrograms} gives them. Its first line comes last.
 */
public final class ExeclineScript {
  private static final String HEX = "0123456789abcdef";

  /** What follows the backslash for bytes 7 to 13. */
  private static final String ESCAPES = "abtnvfr";

  /** Older kernels read so much of a first line, {@code #!} and the end of line included. */
  private static final int LONGEST_FIRST_LINE = 127;

  private final ScriptPrograms programs;
  private byte[] bytes = new byte[512];
  private int length;

  ExeclineScript(ScriptPrograms programs) {
    this.programs = programs;
  }

  /** Adds a part of the script as it is, ASCII. */
  public ExeclineScript add(String text) {
    for (int i = 0; i < text.length(); i++) put(text.charAt(i));
    return this;
  }

  public ExeclineScript add(byte[] string) {
    int count = CString.length(string);
    for (int i = 0; i < count; i++) put(string[i]);
    return this;
  }

  public ExeclineScript add(long number) {
    return add(Decimal.string(number));
  }

  /** Adds bytes that are to be part of one word whatever they are, in double quotes. */
  public ExeclineScript quoted(byte[] word) {
    put('"');
    int count = CString.length(word);
    for (int i = 0; i < count; i++) putQuoted(word[i] & 0xff);
    put('"');
    return this;
  }

  /**
   * Adds a part of the script in which {@code @NAME} stands for a program: the name itself where
   * PATH leads to it, as in s6's scripts, else its path.
   */
  public ExeclineScript fill(String template) {
    for (int at = 0; at < template.length(); ) {
      char c = template.charAt(at++);
      int end = c == '@' ? endOfName(template, at) : at;
      if (end == at) put(c);
      else word(programs.word(template.substring(at, end)));
      at = end;
    }
    return this;
  }

  /** Adds a program by its path, for where PATH is not the one of now. */
  public ExeclineScript program(String name) {
    return word(programs.path(name));
  }

  /**
   * The whole script. {@code options} are those of execlineb, with a blank in front. Where its path
   * cannot stand in a first line, for a blank or its length, the shell starts it.
   */
  public byte[] toBytes(String options) {
    byte[] execlineb = programs.path("execlineb");
    int firstLine = 2 + CString.length(execlineb) + options.length() + 1;
    ExeclineScript whole = new ExeclineScript(programs);
    if (firstLine <= LONGEST_FIRST_LINE && !hasBlank(execlineb))
      return whole.add("#!").add(execlineb).add(options).add("\n").add(text()).text();
    whole.add("#!/bin/sh\nexec ").forShell(execlineb).add(options).add(" -c ").forShell(text());
    return whole.add(" \"$@\"\n").text();
  }

  private static int endOfName(String template, int from) {
    int to = from;
    while (to < template.length() && isOfName(template.charAt(to))) to++;
    return to;
  }

  private static boolean isOfName(char c) {
    return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
  }

  private static boolean hasBlank(byte[] path) {
    int count = CString.length(path);
    for (int i = 0; i < count; i++) if (path[i] >= 0 && path[i] <= ' ') return true;
    return false;
  }

  private ExeclineScript word(byte[] word) {
    return ScriptPrograms.isPlain(word) ? add(word) : quoted(word);
  }

  /** A word as a shell reads it in single quotes. */
  private ExeclineScript forShell(byte[] word) {
    put('\'');
    int count = CString.length(word);
    for (int i = 0; i < count; i++) {
      if (word[i] == '\'') add("'\\''");
      else put(word[i]);
    }
    put('\'');
    return this;
  }

  private void putQuoted(int c) {
    if (c >= 7 && c <= 13) {
      put('\\');
      put(ESCAPES.charAt(c - 7));
    } else if (c < ' ' || c > '~') {
      add("\\0x");
      put(HEX.charAt(c >> 4));
      put(HEX.charAt(c & 15));
    } else {
      if (c == '"' || c == '\\') put('\\');
      put(c);
    }
  }

  /** What there is so far. */
  public byte[] text() {
    return CString.slice(bytes, 0, length);
  }

  private void put(int b) {
    if (length == bytes.length) {
      byte[] more = new byte[2 * length];
      System.arraycopy(bytes, 0, more, 0, length);
      bytes = more;
    }
    bytes[length++] = (byte) b;
  }
}
