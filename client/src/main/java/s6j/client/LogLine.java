package s6j.client;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import s6j.formats.Tai64n;

/**
 * A line of a log.
 *
 * @param time when the logger had it, if it wrote that: a TAI64N label ({@code t}), or else local
 *     time ({@code T})
 * @param text the line without that, as UTF-8, what is none of it replaced by U+FFFD
 */
public record LogLine(Optional<Instant> time, String text) {
  /** As in {@code 2026-11-30 12:00:00.123456789}, with two blanks behind it. */
  private static final int LOCAL_LENGTH = 31;

  static LogLine of(byte[] line, int from, int to) {
    if (to - from >= Tai64n.LABEL_SIZE && Tai64n.isLabel(line, from)) {
      long nanos = Tai64n.parseLabel(line, from);
      int behind = from + Tai64n.LABEL_SIZE;
      if (behind < to && line[behind] == ' ') behind++;
      if (nanos != Tai64n.INVALID)
        return new LogLine(Optional.of(Status.instant(nanos)), text(line, behind, to));
    }
    if (to - from >= LOCAL_LENGTH && isLocal(line, from)) {
      String stamp = text(line, from, from + 10) + "T" + text(line, from + 11, from + 29);
      try {
        Instant time = LocalDateTime.parse(stamp).atZone(ZoneId.systemDefault()).toInstant();
        return new LogLine(Optional.of(time), text(line, from + LOCAL_LENGTH, to));
      } catch (DateTimeException noStamp) {
        return new LogLine(Optional.empty(), text(line, from, to));
      }
    }
    return new LogLine(Optional.empty(), text(line, from, to));
  }

  private static boolean isLocal(byte[] line, int from) {
    return line[from + 10] == ' ' && line[from + 29] == ' ' && line[from + 30] == ' ';
  }

  private static String text(byte[] line, int from, int to) {
    return new String(line, from, to - from, StandardCharsets.UTF_8);
  }

  /** The line, behind its time if it has one. */
  @Override
  public String toString() {
    return time.map(known -> known + " " + text).orElse(text);
  }
}
