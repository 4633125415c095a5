package s6j.log;

import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * A logging script: read from the command line (s6-log page, Logging script syntax; spec E.2), then
 * run on each line. Reading it opens nothing; {@link #open} does.
 */
final class LogScript {
  private static final int BAD_SCRIPT = 100;
  private static final byte[] NOTHING = {};
  private static final byte[] SHELL = CString.of("/bin/sh");
  private static final int LARGEST_HEAD = 96;

  private final Posix posix;
  private final Messages messages;
  private final LogSettings settings;
  private final int umask;
  private final byte[] calledAs;
  private final Archives archives;
  private final Stamps stamps;
  private final byte[] alertLead;

  private Directive[] directives = {};
  private int count;
  private LogDirectory[] directories = {};
  private int directoryCount;
  private StandardOutput output;
  private Alerts alerts;
  private boolean stamped;
  private LinePattern rare;
  private boolean selectsOthers = true;
  private int capacity;

  // What the control directives said so far.
  private final RotationLimits limits = new RotationLimits();
  private long alertSize = 200;
  private long statusSize = 1001;
  private byte[] prefix = NOTHING;
  private byte[] processor = NOTHING;
  private boolean processorForShell;
  private int stamp = StampKind.NONE;

  LogScript(Posix posix, Messages messages, LogSettings settings, int umask, byte[] calledAs) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    this.umask = umask;
    this.calledAs = calledAs;
    this.archives = new Archives(posix, messages, settings.warns());
    this.stamps = new Stamps(posix);
    this.alertLead = CString.concat(CString.baseName(calledAs), CString.of(": alert: "));
  }

  // ---- reading -------------------------------------------------------------------------------

  /** Reads the directives from {@code first} on; 0, or 100 after a message. */
  int read(byte[][] arguments, int first) {
    int code = lookThrough(arguments, first);
    prepare(arguments, first);
    for (int i = first; i < arguments.length && code == 0; i++) code = readDirective(arguments[i]);
    return code == 0 ? finish() : code;
  }

  /** What s6-log complains of first: of words that are no directives, then of what does nothing. */
  private int lookThrough(byte[][] arguments, int first) {
    boolean acts = false;
    boolean ended = false;
    for (int i = first; i < arguments.length; i++) {
      byte[] text = arguments[i];
      int letter = CString.length(text) == 0 ? 0 : text[0];
      if (!isDirective(letter)) return unknown(text);
      boolean single = CString.length(text) == 1;
      if (letter == '=' ? single : !single && mustBeSingle(letter)) return bad(text);
      boolean action = isActionLetter(letter);
      acts |= action;
      ended = action || ended && !isSelectionLetter(letter);
    }
    if (!acts) return withoutAction();
    if (!ended && settings.warns())
      messages.warning().text("ignoring extraneous non-action directives").end();
    return 0;
  }

  private static boolean isDirective(int letter) {
    return switch (letter) {
      case 't', 'T', 'p', '!', '?', 'n', 's', 'S', 'l', 'r', 'R', 'E', '^' -> true;
      default -> isSelectionLetter(letter) || isActionLetter(letter);
    };
  }

  private static boolean isSelectionLetter(int letter) {
    return letter == '+' || letter == '-' || letter == 'f';
  }

  private static boolean isActionLetter(int letter) {
    return switch (letter) {
      case '1', '2', '=', '.', '/' -> true;
      default -> false;
    };
  }

  private static boolean mustBeSingle(int letter) {
    return switch (letter) {
      case 'f', 't', 'T', '1', '2' -> true;
      default -> false;
    };
  }

  private int withoutAction() {
    return messages.fatal().text("no action directive specified").exit(BAD_SCRIPT);
  }

  private void prepare(byte[][] arguments, int first) {
    int longestPrefix = 0;
    for (int i = first; i < arguments.length; i++)
      if (arguments[i].length > longestPrefix) longestPrefix = arguments[i].length;
    prepare(arguments.length - first, longestPrefix);
  }

  /** Sizes the arrays: buffers hold the longest piece of a line behind the longest prefix. */
  void prepare(int mostDirectives, int longestPrefix) {
    int lead = alertLead.length + RemoteLog.LONGEST_COMPLAINT;
    capacity = settings.bufferSize() + LARGEST_HEAD + lead + longestPrefix;
    directives = new Directive[mostDirectives];
    directories = new LogDirectory[mostDirectives];
  }

  /** Checks and completes a script whose directives are all added; 0, or 100 after a message. */
  int finish() {
    if (!hasAction()) return withoutAction();
    findRarePattern();
    for (int i = 0; i < count; i++)
      if (directives[i].outlet != null) directives[i].outlet.prepare();
    return 0;
  }

  /** The limits of the directories to come. */
  RotationLimits limits() {
    return limits;
  }

  /** Stamps the next action. */
  void stampNext(StampKind kind) {
    stamp = kind.with(stamp);
  }

  /** Something to hold the stamp of the lines to come, for patterns that match it too. */
  Directive stampForPatterns() {
    Directive holder = Directive.action(Directive.Kind.NOTHING);
    holder.headed(NOTHING, StampKind.LABEL.with(StampKind.NONE), NOTHING);
    stamped = true;
    add(holder);
    return holder;
  }

  void setPrefix(byte[] prefixAndBlank) {
    prefix = prefixAndBlank;
  }

  /** Sets the processor of the directories to come; an empty command is none. */
  void setProcessor(byte[] command, boolean forShell) {
    processor = command;
    processorForShell = forShell;
  }

  private boolean hasAction() {
    for (int i = 0; i < count; i++) if (directives[i].isAction()) return true;
    return false;
  }

  private int readDirective(byte[] text) {
    return switch (text[0]) {
      case '+', '-' -> readPattern(text);
      case 'f' -> add(Directive.selection(Directive.Kind.SELECT_REST, null));
      case 't', 'T' -> readStamp(text[0]);
      case '1' -> addStandardOutput();
      case '2' -> addAlert();
      case '=' -> addStatus(CString.slice(text, 1, CString.length(text)));
      case '.', '/' -> addDirectory(text);
      case 'p' -> readPrefix(text);
      case '!', '?' -> readProcessor(text);
      default -> readNumber(text);
    };
  }

  private int readPattern(byte[] text) {
    Directive.Kind kind = text[0] == '+' ? Directive.Kind.SELECT : Directive.Kind.DESELECT;
    if (CString.length(text) == 1) return add(Directive.selection(kind, null));
    byte[] pattern = CString.slice(text, 1, CString.length(text));
    int regex = posix.compileRegex(pattern, Posix.REG_NEWLINE);
    if (regex < 0) return badPattern(text, regex);
    return add(Directive.selection(kind, matcher(pattern, regex)));
  }

  /** A table of our own where the expression allows it: it is several times as fast. */
  private Matcher matcher(byte[] pattern, int regex) {
    PatternCompiler compiler = new PatternCompiler(pattern);
    if (!compiler.compile()) return new RegexMatcher(posix, regex);
    posix.freeRegex(regex);
    return new LinePattern(posix, compiler);
  }

  private int readStamp(int letter) {
    stampNext(letter == 't' ? StampKind.LABEL : StampKind.LOCAL);
    return 0;
  }

  private int readPrefix(byte[] text) {
    int length = CString.length(text);
    prefix = NOTHING;
    if (length == 1) return 0;
    prefix = CString.concat(CString.slice(text, 1, length), new byte[] {' '});
    return 0;
  }

  private int readProcessor(byte[] text) {
    setProcessor(CString.slice(text, 1, CString.length(text)), text[0] == '?');
    return 0;
  }

  private int readNumber(byte[] text) {
    long value = number(text, text[0] == 'S');
    if (value < 0) return unknown(text);
    switch (text[0]) {
      case 'n' -> limits.archives = value;
      case 's' -> limits.size = clamp(value);
      case 'S' -> limits.totalSize = value;
      case 'l' -> limits.tolerance = value;
      case 'r' -> limits.retryMillis = value;
      case 'R' -> limits.periodSeconds = value;
      case 'E' -> alertSize = value;
      default -> statusSize = value;
    }
    return text[0] == 'l' && value > limits.size / 2 ? conflict(text) : 0;
  }

  private static long clamp(long size) {
    if (size < RotationLimits.SMALLEST_SIZE) return RotationLimits.SMALLEST_SIZE;
    return size > RotationLimits.BIGGEST_SIZE ? RotationLimits.BIGGEST_SIZE : size;
  }

  /** The number behind the letter, of 32 bits or, where {@code wide}, of 63; -1 if it is none. */
  static long number(byte[] text, boolean wide) {
    int length = CString.length(text);
    if (!wide || length < 10) return Decimal.parse(text, 1, length, 10);
    long value = 0;
    for (int i = 1; i < length; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) return -1;
      value = value * 10 + digit;
    }
    return value;
  }

  // ---- actions -------------------------------------------------------------------------------

  private int addStandardOutput() {
    if (output == null) output = new StandardOutput(posix, messages, settings.warns(), capacity);
    return addAction(Directive.action(Directive.Kind.STDOUT), NOTHING, output);
  }

  int addAlert() {
    if (alerts == null) alerts = new Alerts(posix, capacity);
    Directive action = Directive.action(Directive.Kind.ALERT);
    action.longest = alertSize;
    return addAction(action, alertLead, alerts);
  }

  /**
   * Shows lines on standard error, with the stamp and the prefix in force but without the program's
   * name: the first {@code longest} bytes, or with 0 the whole (e of svlogd and multilog).
   */
  int addErrorOutput(long longest) {
    if (alerts == null) alerts = new Alerts(posix, capacity);
    Directive action = Directive.action(Directive.Kind.ALERT);
    action.longest = longest;
    return addAction(action, NOTHING, alerts);
  }

  int addStatus(byte[] path) {
    Directive action = Directive.action(Directive.Kind.STATUS);
    action.status = new StatusFile(posix, messages, settings.warns(), path, statusSize);
    return addAction(action, NOTHING, null);
  }

  int addDirectory(byte[] path) {
    return addAction(Directive.action(Directive.Kind.DIRECTORY), NOTHING, directory(path));
  }

  /**
   * Sends the first {@code longest} bytes of lines, with the stamp and the prefix in force, to
   * another host; complaints go into a directory.
   */
  int addRemote(SocketAddress address, int longest, byte[] path) {
    int cut = longest < settings.bufferSize() ? longest : settings.bufferSize();
    Directive action = Directive.action(Directive.Kind.REMOTE);
    action.remote = new RemoteLog(posix, address, cut, LARGEST_HEAD + prefix.length);
    return addAction(action, NOTHING, directory(path));
  }

  private LogDirectory directory(byte[] path) {
    LogDirectory directory = directoryNamed(path);
    if (directory != null) return directory;
    LogFiles files = new LogFiles(posix, messages, settings.warns(), path, umask, archives);
    directory = new LogDirectory(files, limits.copy(), processorInForce(), capacity);
    directories[directoryCount++] = directory;
    return directory;
  }

  /** Two loggers in one directory would take each other's current away: actions share one. */
  private LogDirectory directoryNamed(byte[] path) {
    for (int i = 0; i < directoryCount; i++)
      if (CString.equal(directories[i].files().path(), path)) return directories[i];
    return null;
  }

  private Processor processorInForce() {
    if (processor.length == 0) return null;
    byte[][] shell = {SHELL, CString.of("-c"), processor};
    if (processorForShell) return new Processor(posix, SHELL, shell);
    byte[] execlineb = ProcessorPath.of(posix, calledAs);
    byte[][] execline = {CString.of("execlineb"), CString.of("-Pc"), processor};
    return new Processor(posix, execlineb, execline);
  }

  private int addAction(Directive action, byte[] lead, Outlet outlet) {
    action.outlet = outlet;
    if (outlet != null) outlet.addAction();
    stamped |= stamp != StampKind.NONE;
    action.headed(lead, stamp, prefix);
    stamp = StampKind.NONE;
    return add(action);
  }

  int add(Directive directive) {
    directives[count++] = directive;
    return 0;
  }

  // ---- complaints ----------------------------------------------------------------------------

  int bad(byte[] text) {
    return messages.fatal().text("syntax error at directive: ").bytes(text).exit(BAD_SCRIPT);
  }

  int unknown(byte[] text) {
    return messages.fatal().text("unrecognized directive: ").bytes(text).exit(BAD_SCRIPT);
  }

  private int conflict(byte[] text) {
    messages.fatal().text("directive ").bytes(text);
    return messages.text(" conflicts with previous s directive").exit(BAD_SCRIPT);
  }

  private int badPattern(byte[] text, int error) {
    byte[] why = new byte[128];
    int length = posix.regexError(error, why);
    messages.fatal().text("unrecognized directive: ").bytes(text).text(": ");
    return messages.bytes(CString.slice(why, 0, length)).exit(BAD_SCRIPT);
  }

  // ---- running -------------------------------------------------------------------------------

  /** Opens the directories in order; 0, or 111 after a message. */
  int open(long now) {
    for (int i = 0; i < directoryCount; i++) {
      int code = directories[i].open(now);
      if (code != 0) return code;
    }
    return 0;
  }

  int directoryCount() {
    return directoryCount;
  }

  LogDirectory directory(int place) {
    return directories[place];
  }

  /** What action 1 writes to, or null. */
  StandardOutput output() {
    return output;
  }

  /**
   * The directory that takes every line as it is, if that is all the script does; else null. It
   * needs no line taken apart.
   */
  LogDirectory plainDirectory() {
    boolean plain = count == 1 && directives[0].kind == Directive.Kind.DIRECTORY;
    return plain && directives[0].headLength == 0 && !stamped ? directories[0] : null;
  }

  /** The only action, if the script has but one and that copies lines; else null. */
  Directive onlyCopy() {
    Directive last = directives[count - 1];
    boolean copies = last.kind == Directive.Kind.DIRECTORY || last.kind == Directive.Kind.STDOUT;
    for (int i = 0; i < count - 1; i++) if (!directives[i].isSelection()) return null;
    return copies ? last : null;
  }

  /**
   * The place of the next byte without which a line is selected like {@link #selectsOthers}, or
   * {@code to}; one before {@code from} where the script must see every line.
   */
  int nextCandidate(byte[] bytes, int from, int to) {
    if (!directives[0].isSelection()) return to;
    return rare == null ? from - 1 : rare.nextCandidate(bytes, from, to);
  }

  /** Whether lines that no pattern matches are selected. */
  boolean selectsOthers() {
    return selectsOthers;
  }

  /** Finds out whether a single pattern with a rare first byte decides. */
  private void findRarePattern() {
    selectsOthers = true;
    int patterns = 0;
    for (int i = 0; directives[i].isSelection(); i++) {
      Directive selection = directives[i];
      if (selection.kind == Directive.Kind.SELECT_REST) selectsOthers = true;
      else if (selection.matcher == null) selectsOthers = selection.kind == Directive.Kind.SELECT;
      else patterns++;
      if (selection.matcher instanceof LinePattern pattern && pattern.hasFirstByte())
        rare = pattern;
    }
    if (patterns != 1) rare = null;
  }

  /** Whether a line is selected by the selections in front of the first action. */
  boolean isSelected(byte[] bytes, int from, int to) {
    boolean selected = true;
    for (int i = 0; directives[i].isSelection(); i++)
      selected = select(directives[i], bytes, from, to, selected, false);
    return selected;
  }

  /** Takes the time for the lines to come, where the script shows it. */
  void refreshStamps() {
    if (!stamped) return;
    stamps.refresh();
    for (int i = 0; i < count; i++) if (directives[i].isStamped()) directives[i].stamp(stamps);
  }

  /** Whether all actions together have room for a piece of {@code length} bytes. */
  boolean hasRoom(int length) {
    for (int i = 0; i < count; i++)
      if (directives[i].outlet != null) directives[i].outlet.unclaim();
    for (int i = 0; i < count; i++) {
      Directive action = directives[i];
      if (action.outlet != null && !action.outlet.claim(action.room(length))) return false;
    }
    return true;
  }

  void flush() {
    if (output != null) output.flush();
    if (alerts != null) alerts.flush();
    for (int i = 0; i < directoryCount; i++) directories[i].flush();
  }

  /** Runs the script on a whole line, its newline not counted. */
  void runLine(byte[] bytes, int from, int to) {
    boolean selected = true;
    boolean acted = false;
    for (int i = 0; i < count; i++) {
      Directive directive = directives[i];
      if (directive.isSelection()) {
        selected = select(directive, bytes, from, to, selected, acted);
      } else if (selected) {
        acted = true;
        act(directive, bytes, from, to, true, true);
      }
    }
  }

  /** Runs the script on a piece of a line: what its first piece decides holds for the others. */
  void runPiece(byte[] bytes, int from, int to, boolean first, boolean last) {
    boolean selected = true;
    boolean acted = false;
    for (int i = 0; i < count; i++) {
      Directive directive = directives[i];
      if (directive.isSelection()) {
        if (first) selected = select(directive, bytes, from, to, selected, acted);
        continue;
      }
      if (first) directive.takesRest = selected;
      acted |= selected;
      if (directive.takesRest) act(directive, bytes, from, to, first, last);
    }
  }

  private static boolean select(
      Directive selection, byte[] bytes, int from, int to, boolean selected, boolean acted) {
    return switch (selection.kind) {
      case SELECT_REST -> !acted;
      case SELECT -> selected || matches(selection.matcher, bytes, from, to);
      default -> selected && !matches(selection.matcher, bytes, from, to);
    };
  }

  private static boolean matches(Matcher matcher, byte[] bytes, int from, int to) {
    return matcher == null || matcher.matches(bytes, from, to);
  }

  private static void act(
      Directive action, byte[] bytes, int from, int to, boolean first, boolean last) {
    switch (action.kind) {
      case STATUS -> {
        if (first) action.status.show(action.head, action.headLength, bytes, from, to);
      }
      case NOTHING -> {}
      case REMOTE -> {
        if (first) action.remote.send(action, bytes, from, to, action.outlet);
      }
      case ALERT -> {
        if (first) alert(action, bytes, from, to, last);
      }
      default -> copy(action, bytes, from, to, first, last);
    }
  }

  private static void copy(
      Directive action, byte[] bytes, int from, int to, boolean first, boolean last) {
    Outlet outlet = action.outlet;
    if (first) outlet.add(action.head, 0, action.headLength);
    outlet.add(bytes, from, to - from);
    if (last) outlet.add((byte) '\n');
  }

  /** An alert shows no more of a line than the buffer holds, whatever E says. */
  private static void alert(Directive action, byte[] bytes, int from, int to, boolean last) {
    Outlet outlet = action.outlet;
    int length = to - from;
    boolean cut = action.longest != 0 && length - 3 > action.longest;
    outlet.add(action.head, 0, action.headLength);
    outlet.add(bytes, from, cut ? (int) action.longest : length);
    for (int i = 0; i < 3 && (cut || !last); i++) outlet.add((byte) '.');
    outlet.add((byte) '\n');
  }
}
