package s6j.front.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import s6j.front.definition.EndOfRun;
import s6j.front.toml.Place;

/** Splits a value into words: blanks, quotes, and C escapes as on the systemd.syntax page. */
final class UnitWords {
  /** A word without its quotes; {@code isQuoted} if it had any, and so may be empty. */
  record Item(String text, Place place, boolean isQuoted) {}

  /** Names of exit codes (systemd.exec page, process exit codes). */
  private static final Map<String, Integer> CODES = codes();

  private final Span value;
  private final ImportReport report;
  private final List<Item> items = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int at;

  private UnitWords(Span value, ImportReport report) {
    this.value = value;
    this.report = report;
  }

  private static Map<String, Integer> codes() {
    Map<String, Integer> codes = new HashMap<>();
    put(
        codes,
        0,
        "SUCCESS FAILURE INVALIDARGUMENT NOTIMPLEMENTED NOPERMISSION NOTINSTALLED NOTCONFIGURED"
            + " NOTRUNNING");
    put(
        codes,
        64,
        "USAGE DATAERR NOINPUT NOUSER NOHOST UNAVAILABLE SOFTWARE OSERR OSFILE CANTCREAT IOERR"
            + " TEMPFAIL PROTOCOL NOPERM CONFIG");
    put(
        codes,
        200,
        "CHDIR NICE FDS EXEC MEMORY LIMITS OOM_ADJUST SIGNAL_MASK STDIN STDOUT CHROOT IOPRIO"
            + " TIMERSLACK SECUREBITS SETSCHEDULER CPUAFFINITY GROUP USER CAPABILITIES CGROUP SETSID"
            + " CONFIRM STDERR");
    put(codes, 224, "PAM NETWORK NAMESPACE NO_NEW_PRIVILEGES SECCOMP SELINUX_CONTEXT PERSONALITY");
    put(
        codes,
        231,
        "APPARMOR ADDRESS_FAMILIES RUNTIME_DIRECTORY _ CHOWN SMACK_PROCESS_LABEL KEYRING"
            + " STATE_DIRECTORY CACHE_DIRECTORY LOGS_DIRECTORY CONFIGURATION_DIRECTORY NUMA_POLICY"
            + " CREDENTIALS");
    return codes;
  }

  private static void put(Map<String, Integer> codes, int first, String names) {
    int code = first;
    for (String name : names.split(" ")) codes.put(name, code++);
  }

  /** How a run ends: an exit code by number or name, or a signal by name. */
  static OptionalInt end(String text) {
    if (text.matches("[0-9]{1,3}"))
      return Integer.parseInt(text) < 256
          ? OptionalInt.of(Integer.parseInt(text))
          : OptionalInt.empty();
    Integer code = CODES.get(text);
    return code == null ? EndOfRun.ofSignal(text) : OptionalInt.of(code);
  }

  static List<Item> of(Span value, ImportReport report) {
    UnitWords words = new UnitWords(value, report);
    while (words.next()) {}
    return words.items;
  }

  private boolean next() {
    while (at < value.text.length() && Span.isBlank(value.text.charAt(at))) at++;
    if (at >= value.text.length()) return false;
    int start = at;
    word.setLength(0);
    boolean isQuoted = false;
    char quote = 0;
    int quotedAt = at;
    while (at < value.text.length()) {
      char c = value.text.charAt(at);
      if (quote == 0 && Span.isBlank(c)) break;
      if (c == '\\') escape();
      else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        quotedAt = at++;
        isQuoted = true;
      } else if (c == quote) {
        quote = 0;
        at++;
      } else {
        word.append(c);
        at++;
      }
    }
    if (quote != 0) report.broken(value.place(quotedAt), "a quote that does not end");
    items.add(new Item(word.toString(), value.place(start), isQuoted));
    return true;
  }

  private void escape() {
    int start = at++;
    if (at >= value.text.length()) {
      word.append('\\');
      return;
    }
    char c = value.text.charAt(at++);
    int plain = "abfnrtvs\\\"'".indexOf(c);
    if (plain >= 0) word.append("\u0007\b\f\n\r\t\u000b \\\"'".charAt(plain));
    else if (c == 'x') number(start, 2, 16);
    else if (c == 'u') number(start, 4, 16);
    else if (c == 'U') number(start, 8, 16);
    else if (c >= '0' && c <= '7') {
      at--;
      number(start, 3, 8);
    } else word.append('\\').append(c);
  }

  private void number(int start, int digits, int base) {
    String text = value.text.substring(at, Math.min(at + digits, value.text.length()));
    boolean isNumber =
        text.length() == digits
            && text.chars().allMatch(c -> c < 128 && Character.digit(c, base) >= 0);
    long number = isNumber ? Long.parseLong(text, base) : -1;
    boolean isCharacter =
        number > 0 && number <= Character.MAX_CODE_POINT && !(number >= 0xD800 && number <= 0xDFFF);
    if (!isCharacter) {
      report.broken(value.place(start), "no character: " + value.text.substring(start, at) + text);
      return;
    }
    if (base != 8 && digits == 2 && number > 127 || base == 8 && number > 127)
      report.changed(value.place(start), "bytes over 127 are taken for characters");
    word.appendCodePoint((int) number);
    at += digits;
  }
}
