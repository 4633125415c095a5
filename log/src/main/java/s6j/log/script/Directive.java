package s6j.log.script;

import org.jspecify.annotations.Nullable;
import s6j.formats.Tai64n;
import s6j.log.directory.Outlet;
import s6j.log.match.Matcher;
import s6j.log.stamp.StampKind;
import s6j.log.stamp.Stamps;

/** One selection or one action of a logging script (docs/specification/s6.md, E.2). */
public final class Directive {
  public enum Kind {
    SELECT,
    DESELECT,
    /** Select what no action has seen. */
    SELECT_REST,
    /** An action that does nothing but keep its stamp fresh. */
    NOTHING,
    STDOUT,
    ALERT,
    STATUS,
    /** Sends the line to another host; {@link #outlet} takes complaints. */
    REMOTE,
    DIRECTORY
  }

  private static final int DOTS = 3;
  private static final int DOTS_AND_NEWLINE = DOTS + 1;

  final Kind kind;

  /** Of a selection; null selects or deselects every line. */
  final @Nullable Matcher matcher;

  /** Of an action: what it writes to; null for a status file. */
  public @Nullable Outlet outlet;

  /** Of action REMOTE. */
  @Nullable RemoteLog remote;

  /** Of action =. */
  @Nullable LogStatusFile status;

  /** Bytes of a line that an alert shows; 0 is no limit. */
  long longest;

  /** From where on an alert is cut to {@link #longest}, with dots behind. */
  public enum Cut {
    /** If more than the dots would be left out (s6-log). */
    MUCH_LONGER,
    /** If stamp, prefix and line are longer (multilog). */
    LONGER_WITH_HEAD,
    /** If the line is not shorter (svlogd). */
    NOT_SHORTER
  }

  Cut cut = Cut.MUCH_LONGER;

  /** Or-ed {@link StampKind} bits. */
  private int stampKinds;

  private byte[] prefix = {};

  /** Bytes of the head that precede the stamps. */
  private int leadLength;

  /** What precedes each line: stamps and prefix. */
  public byte[] head = {};

  public int headLength;

  /** Whether the long line in hand was selected when it began. */
  boolean takesRest;

  private Directive(Kind kind, @Nullable Matcher matcher) {
    this.kind = kind;
    this.matcher = matcher;
  }

  public static Directive selection(Kind kind, @Nullable Matcher matcher) {
    return new Directive(kind, matcher);
  }

  static Directive action(Kind kind) {
    return new Directive(kind, null);
  }

  boolean isSelection() {
    return kind.ordinal() <= Kind.SELECT_REST.ordinal();
  }

  boolean isAction() {
    return kind.ordinal() > Kind.NOTHING.ordinal();
  }

  /** Declares what precedes each line: {@code lead}, the stamps, the prefix. */
  Directive headed(byte[] lead, int stamps, byte[] prefixAndBlank) {
    stampKinds = stamps;
    prefix = prefixAndBlank;
    head = new byte[lead.length + Tai64n.LABEL_SIZE + 1 + Stamps.LOCAL + 2 + prefix.length];
    System.arraycopy(lead, 0, head, 0, lead.length);
    leadLength = lead.length;
    finishHead(leadLength);
    return this;
  }

  /** The most bytes that the action puts into its outlet for so many of a line. */
  int room(int length) {
    int complaint = kind == Kind.REMOTE ? RemoteLog.LONGEST_COMPLAINT : 0;
    return headLength + length + DOTS_AND_NEWLINE + complaint;
  }

  /** Whether an alert shows only the beginning of a line of so many bytes. */
  boolean isCut(int length) {
    if (longest == 0) return false;
    return switch (cut) {
      case MUCH_LONGER -> length - DOTS > longest;
      case LONGER_WITH_HEAD -> headLength + length > longest;
      case NOT_SHORTER -> length >= longest;
    };
  }

  /** How many bytes of a line that is cut an alert shows. */
  int shown(int length) {
    long shown = cut == Cut.LONGER_WITH_HEAD ? longest - headLength : longest;
    return shown < length ? (int) shown : length;
  }

  boolean isStamped() {
    return stampKinds != StampKind.NONE;
  }

  /** Puts the present time into the head. */
  void stamp(Stamps stamps) {
    finishHead(stamps.put(stampKinds, head, leadLength));
  }

  private void finishHead(int at) {
    System.arraycopy(prefix, 0, head, at, prefix.length);
    headLength = at + prefix.length;
  }
}
