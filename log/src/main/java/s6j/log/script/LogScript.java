package s6j.log.script;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.log.directory.Archives;
import s6j.log.directory.LogDirectory;
import s6j.log.directory.LogFiles;
import s6j.log.directory.Outlet;
import s6j.log.directory.Processor;
import s6j.log.directory.RotationLimits;
import s6j.log.match.LinePattern;
import s6j.log.match.Matcher;
import s6j.log.match.PatternCompiler;
import s6j.log.match.PatternWeight;
import s6j.log.match.ProgramMatcher;
import s6j.log.match.RegexMatcher;
import s6j.log.stamp.StampKind;
import s6j.log.stamp.Stamps;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * A logging script: read from the command line (s6-log page, Logging script syntax;
 * docs/specification/s6.md, E.2), then run on each line. Reading it opens nothing; {@link #open}
 * does.
 */
public final class LogScript {
  private static final byte[] NOTHING = {};
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
  private @Nullable StandardOutput output;
  private @Nullable Alerts alerts;
  private boolean stamped;
  private @Nullable LinePattern rare;
  private boolean selectsOthers = true;
  private int capacity;

  private final Controls controls = new Controls();

  public LogScript(
      Posix posix, Messages messages, LogSettings settings, int umask, byte[] calledAs) {
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
  public int read(byte[][] arguments, int first) {
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
      ScriptLetter letter = ScriptLetter.of(text);
      if (letter == null) return unknown(text);
      boolean single = CString.length(text) == 1;
      if (letter == ScriptLetter.STATUS ? single : !single && letter.isSingle) return bad(text);
      acts |= letter.isAction();
      ended = letter.isAction() || ended && !letter.isSelection();
    }
    if (!acts) return withoutAction();
    if (!ended && settings.warns())
      messages.warning().text("ignoring extraneous non-action directives").end();
    return 0;
  }

  private int withoutAction() {
    return messages.fatal().text("no action directive specified").exit(ExitCode.USAGE);
  }

  private void prepare(byte[][] arguments, int first) {
    int longestPrefix = 0;
    for (int i = first; i < arguments.length; i++)
      if (arguments[i].length > longestPrefix) longestPrefix = arguments[i].length;
    prepare(arguments.length - first, longestPrefix);
  }

  /** Sizes the arrays: buffers hold the longest piece of a line behind the longest prefix. */
  public void prepare(int mostDirectories, int longestPrefix) {
    int lead = alertLead.length + RemoteLog.LONGEST_COMPLAINT;
    capacity = settings.bufferSize() + LARGEST_HEAD + lead + longestPrefix;
    directives = new Directive[2 * mostDirectories];
    directories = new LogDirectory[mostDirectories];
  }

  /** Completes a script whose directives are all added: one without an action does nothing. */
  public int finish() {
    if (!hasAction()) add(Directive.action(Directive.Kind.NOTHING));
    findRarePattern();
    for (int i = 0; i < count; i++)
      if (directives[i].outlet != null) directives[i].outlet.prepare();
    return 0;
  }

  /** The limits of the directories to come. */
  public RotationLimits limits() {
    return controls.limits;
  }

  /** Stamps the next action. */
  public void stampNext(StampKind kind) {
    controls.stamp = kind.with(controls.stamp);
  }

  /** Something to hold the stamp of the lines to come, for patterns that match it too. */
  public Directive stampForPatterns() {
    Directive holder = Directive.action(Directive.Kind.NOTHING);
    holder.headed(NOTHING, StampKind.LABEL.with(StampKind.NONE), NOTHING);
    stamped = true;
    add(holder);
    return holder;
  }

  public void setPrefix(byte[] prefixAndBlank) {
    controls.prefix = prefixAndBlank;
  }

  /** Sets the processor of the directories to come; an empty command is none. */
  public void setProcessor(byte[] command, boolean forShell) {
    controls.processor = command;
    controls.isForShell = forShell;
  }

  private boolean hasAction() {
    for (int i = 0; i < count; i++) if (directives[i].isAction()) return true;
    return false;
  }

  private int readDirective(byte[] text) {
    ScriptLetter letter = ScriptLetter.of(text);
    return switch (letter) {
      case SELECT -> readPattern(Directive.Kind.SELECT, text);
      case DESELECT -> readPattern(Directive.Kind.DESELECT, text);
      case SELECT_REST -> add(Directive.selection(Directive.Kind.SELECT_REST, null));
      case LABEL -> readStamp(StampKind.LABEL);
      case LOCAL_TIME -> readStamp(StampKind.LOCAL);
      case PREFIX -> readPrefix(text);
      case PROCESSOR -> readProcessor(text, false);
      case SHELL_PROCESSOR -> readProcessor(text, true);
      case ARCHIVES, SIZE, TOLERANCE, RETRY, PERIOD, ALERT_SIZE, STATUS_SIZE ->
          readNumber(letter, text, number(text, false));
      case TOTAL_SIZE -> readNumber(letter, text, number(text, true));
      case OUTPUT -> addStandardOutput();
      case ALERT -> addAlert();
      case STATUS -> addStatus(CString.slice(text, 1, CString.length(text)));
      case RELATIVE_DIRECTORY, ABSOLUTE_DIRECTORY -> addDirectory(text);
    };
  }

  private int readPattern(Directive.Kind kind, byte[] text) {
    if (CString.length(text) == 1) return add(Directive.selection(kind, null));
    byte[] pattern = CString.slice(text, 1, CString.length(text));
    PatternCompiler compiler = new PatternCompiler(pattern);
    if (compiler.compile()) return add(Directive.selection(kind, matcher(compiler)));
    if (PatternWeight.isTooMuch(pattern)) return tooBig(text);
    int regex = posix.compileRegex(pattern, Posix.REG_NEWLINE);
    if (regex < 0) return badPattern(text, regex);
    return add(Directive.selection(kind, new RegexMatcher(posix, regex)));
  }

  /** A table of our own where the expression allows it: it is several times as fast. */
  private Matcher matcher(PatternCompiler compiler) {
    return compiler.tabulate() ? new LinePattern(posix, compiler) : new ProgramMatcher(compiler);
  }

  private int tooBig(byte[] text) {
    messages.fatal().text("unrecognized directive: ").bytes(text);
    return messages.text(": pattern too big").exit(ExitCode.USAGE);
  }

  private int readStamp(StampKind kind) {
    stampNext(kind);
    return 0;
  }

  private int readPrefix(byte[] text) {
    int length = CString.length(text);
    byte[] blank = {' '};
    setPrefix(length == 1 ? NOTHING : CString.concat(CString.slice(text, 1, length), blank));
    return 0;
  }

  private int readProcessor(byte[] text, boolean forShell) {
    setProcessor(CString.slice(text, 1, CString.length(text)), forShell);
    return 0;
  }

  private int readNumber(ScriptLetter letter, byte[] text, long value) {
    if (value < 0) return unknown(text);
    if (!controls.take(letter, value)) return unknown(text);
    boolean isTolerance = letter == ScriptLetter.TOLERANCE;
    return isTolerance && value > controls.limits.size / 2 ? conflict(text) : 0;
  }

  /** The number that a text begins with, as much as a long holds; 0 if it begins with none. */
  public static long leadingNumber(byte[] text) {
    long value = 0;
    for (int i = 0; i < digits(text); i++) {
      if (value > (Long.MAX_VALUE - 9) / 10) return Long.MAX_VALUE;
      value = value * 10 + text[i] - '0';
    }
    return value;
  }

  /** How many digits a text begins with. */
  public static int digits(byte[] text) {
    int length = 0;
    while (length < text.length && text[length] >= '0' && text[length] <= '9') length++;
    return length;
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
    action.longest = controls.alertSize;
    action.cut = Directive.Cut.MUCH_LONGER;
    return addAction(action, alertLead, alerts);
  }

  /**
   * Shows lines on standard error, with the stamp and the prefix in force but without the program's
   * name: the first {@code longest} bytes (e of svlogd and multilog).
   */
  public int addErrorOutput(long longest, Directive.Cut cut) {
    if (alerts == null) alerts = new Alerts(posix, capacity);
    Directive action = Directive.action(Directive.Kind.ALERT);
    action.longest = longest;
    action.cut = cut;
    return addAction(action, NOTHING, alerts);
  }

  int addStatus(byte[] path) {
    Directive action = Directive.action(Directive.Kind.STATUS);
    action.status = new LogStatusFile(posix, messages, settings.warns(), path, controls.statusSize);
    return addAction(action, NOTHING, null);
  }

  /** A status file that must be there from the start, and ends in a newline (= of multilog). */
  public int addLastingStatus(byte[] path) {
    Directive action = Directive.action(Directive.Kind.STATUS);
    action.status =
        new LogStatusFile(posix, messages, settings.warns(), path, controls.statusSize).lasting();
    return addAction(action, NOTHING, null);
  }

  public int addDirectory(byte[] path) {
    return addAction(Directive.action(Directive.Kind.DIRECTORY), NOTHING, directory(path));
  }

  /**
   * Sends the first {@code longest} bytes of lines, with the stamp and the prefix in force, to
   * another host; complaints go into a directory.
   */
  public int addRemote(SocketAddress address, int longest, byte[] path) {
    int cut = longest < settings.bufferSize() ? longest : settings.bufferSize();
    Directive action = Directive.action(Directive.Kind.REMOTE);
    action.remote = new RemoteLog(posix, address, cut, LARGEST_HEAD + controls.prefix.length);
    return addAction(action, NOTHING, directory(path));
  }

  private LogDirectory directory(byte[] path) {
    LogDirectory directory = directoryNamed(path);
    if (directory != null) return directory;
    LogFiles files = new LogFiles(posix, messages, settings.warns(), path, umask, archives);
    files.isOptional = settings.passesDirectories;
    Processor processor = controls.processor(posix, calledAs);
    directory = new LogDirectory(files, controls.limits.copy(), processor, capacity);
    directories[directoryCount++] = directory;
    return directory;
  }

  /** Two loggers in one directory would take each other's current away: actions share one. */
  private @Nullable LogDirectory directoryNamed(byte[] path) {
    for (int i = 0; i < directoryCount; i++)
      if (CString.equal(directories[i].files().path(), path)) return directories[i];
    return null;
  }

  private int addAction(Directive action, byte[] lead, @Nullable Outlet outlet) {
    action.outlet = outlet;
    if (outlet != null) outlet.addAction();
    stamped |= controls.stamp != StampKind.NONE;
    action.headed(lead, controls.stamp, controls.prefix);
    controls.stamp = StampKind.NONE;
    return add(action);
  }

  public int add(Directive directive) {
    if (count == directives.length) {
      Directive[] more = new Directive[2 * count + 8];
      System.arraycopy(directives, 0, more, 0, count);
      directives = more;
    }
    directives[count++] = directive;
    return 0;
  }

  // ---- complaints ----------------------------------------------------------------------------

  int bad(byte[] text) {
    return messages.fatal().text("syntax error at directive: ").bytes(text).exit(ExitCode.USAGE);
  }

  int unknown(byte[] text) {
    return messages.fatal().text("unrecognized directive: ").bytes(text).exit(ExitCode.USAGE);
  }

  private int conflict(byte[] text) {
    messages.fatal().text("directive ").bytes(text);
    return messages.text(" conflicts with previous s directive").exit(ExitCode.USAGE);
  }

  private int badPattern(byte[] text, int error) {
    byte[] why = new byte[128];
    int length = posix.regexError(error, why);
    messages.fatal().text("unrecognized directive: ").bytes(text).text(": ");
    return messages.bytes(CString.slice(why, 0, length)).exit(ExitCode.USAGE);
  }

  // ---- running -------------------------------------------------------------------------------

  /** Opens status files and directories in order; 0, or an exit code after a message. */
  public int open(long now) {
    for (int i = 0; i < count; i++) {
      int code = directives[i].status == null ? 0 : directives[i].status.open();
      if (code != 0) return code;
    }
    int opened = 0;
    for (int i = 0; i < directoryCount; i++) {
      int code = directories[i].open(now);
      if (code == 0) directories[opened++] = directories[i];
      else if (settings.passesDirectories) leaveOut(directories[i]);
      else return code;
    }
    if (directoryCount > 0 && opened == 0)
      return messages.fatal().text("no functional log directories").exit(ExitCode.SYSTEM);
    directoryCount = opened;
    return 0;
  }

  /** What was to be written there goes nowhere. */
  private void leaveOut(LogDirectory directory) {
    for (int i = 0; i < count; i++)
      if (directives[i].outlet == directory)
        directives[i] = Directive.action(Directive.Kind.NOTHING);
    directory.files().release();
  }

  /** Lets go of directories and sockets. */
  public void release() {
    for (int i = 0; i < directoryCount; i++) directories[i].files().release();
    for (int i = 0; i < count; i++) if (directives[i].remote != null) directives[i].remote.close();
  }

  public int directoryCount() {
    return directoryCount;
  }

  public LogDirectory directory(int place) {
    return directories[place];
  }

  /** What action 1 writes to, or null. */
  public @Nullable StandardOutput output() {
    return output;
  }

  /**
   * The directory that takes every line as it is, if that is all the script does; else null. It
   * needs no line taken apart.
   */
  public @Nullable LogDirectory plainDirectory() {
    boolean plain = count == 1 && directives[0].kind == Directive.Kind.DIRECTORY;
    return plain && directives[0].headLength == 0 && !stamped ? directories[0] : null;
  }

  /** The only action, if the script has but one and that copies lines; else null. */
  public @Nullable Directive onlyCopy() {
    Directive last = directives[count - 1];
    boolean copies = last.kind == Directive.Kind.DIRECTORY || last.kind == Directive.Kind.STDOUT;
    for (int i = 0; i < count - 1; i++) if (!directives[i].isSelection()) return null;
    return copies ? last : null;
  }

  /**
   * The place of the next byte without which a line is selected like {@link #selectsOthers}, or
   * {@code to}; one before {@code from} where the script must see every line.
   */
  public int nextCandidate(byte[] bytes, int from, int to) {
    if (!directives[0].isSelection()) return to;
    return rare == null ? from - 1 : rare.nextCandidate(bytes, from, to);
  }

  /** Whether lines that no pattern matches are selected. */
  public boolean selectsOthers() {
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
  public boolean isSelected(byte[] bytes, int from, int to) {
    boolean selected = true;
    for (int i = 0; directives[i].isSelection(); i++)
      selected = select(directives[i], bytes, from, to, selected, false);
    return selected;
  }

  /** Takes the time for the lines to come, where the script shows it. */
  public void refreshStamps() {
    if (!stamped) return;
    stamps.refresh();
    for (int i = 0; i < count; i++) if (directives[i].isStamped()) directives[i].stamp(stamps);
  }

  /** Whether all actions together have room for a piece of {@code length} bytes. */
  public boolean hasRoom(int length) {
    for (int i = 0; i < count; i++)
      if (directives[i].outlet != null) directives[i].outlet.unclaim();
    for (int i = 0; i < count; i++) {
      Directive action = directives[i];
      if (action.outlet != null && !action.outlet.claim(action.room(length))) return false;
    }
    return true;
  }

  public void flush() {
    if (output != null) output.flush();
    if (alerts != null) alerts.flush();
    for (int i = 0; i < directoryCount; i++) directories[i].flush();
  }

  /** Runs the script on a whole line, its newline not counted. */
  public void runLine(byte[] bytes, int from, int to) {
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
  public void runPiece(byte[] bytes, int from, int to, boolean first, boolean last) {
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
      case DESELECT -> selected && !matches(selection.matcher, bytes, from, to);
      case NOTHING, STDOUT, ALERT, STATUS, REMOTE, DIRECTORY -> selected;
    };
  }

  private static boolean matches(@Nullable Matcher matcher, byte[] bytes, int from, int to) {
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
      case STDOUT, DIRECTORY -> copy(action, bytes, from, to, first, last);
      case SELECT, DESELECT, SELECT_REST -> {}
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
    boolean cut = action.isCut(to - from);
    outlet.add(action.head, 0, action.headLength);
    outlet.add(bytes, from, cut ? action.shown(to - from) : to - from);
    for (int i = 0; i < 3 && (cut || !last); i++) outlet.add((byte) '.');
    outlet.add((byte) '\n');
  }
}
