package s6j.metrics;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.formats.ByteSink;
import s6j.posix.Posix;

/** What both programs make of a scan directory: its text, or words on why there is none. */
final class TreeMetrics {
  static final Option COUNTS =
      Option.value(
          'k', "FILE", "count deaths and rotations for ever, and keep the counts in this file");
  static final Option LIVE =
      Option.value('l', "DIR", "live directory of s6-rc, whose services are told of too");

  private final Posix posix;
  private final Messages messages;
  private final byte[] scandir;
  private final byte @Nullable [] live;
  private final byte @Nullable [] counts;

  TreeMetrics(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    scandir = line.operand(0);
    live = line.bytes(LIVE, null);
    counts = line.bytes(COUNTS, null);
  }

  /** The text; null once it is said why there is none. */
  @Nullable ByteSink text(Format format) {
    DeathCounts deaths = counts == null ? null : new DeathCounts(posix, counts);
    int answer = deaths == null ? 0 : deaths.read();
    if (answer < 0) return unable("read ", counts, answer);
    TreeReader tree = new TreeReader(posix, scandir, deaths);
    answer = tree.read();
    if (answer < 0) return unable("read ", scandir, answer);
    answer = deaths == null ? 0 : deaths.write();
    if (answer < 0) return unable("write ", counts, answer);
    LiveStates states = live == null ? null : new LiveStates(posix, live);
    answer = states == null ? 0 : states.read();
    if (answer < 0) return unable("read the database and state of ", live, answer);
    return new Exposition(format, tree).text(states);
  }

  private @Nullable ByteSink unable(String what, byte @Nullable [] path, int answer) {
    messages.fatal().unableTo(what);
    if (path != null) messages.bytes(path);
    messages.exit(ExitCode.SYSTEM, answer);
    return null;
  }
}
