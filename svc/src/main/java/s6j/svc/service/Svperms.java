package s6j.svc.service;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * s6-svperms: tells or sets who may read, command and listen to services (docs/specification/s6.md,
 * C.8).
 */
public final class Svperms {
  private static final Option SHOW =
      Option.flag('v', "show the permissions, also after changing them");
  private static final Option OWNER =
      Option.flag('u', "only the owner may read the status and send commands");
  private static final Option GROUP_READS =
      Option.value('g', "group", "the group may read the status");
  private static final Option GROUP_COMMANDS =
      Option.value('G', "group", "the group may read the status and send commands");
  private static final Option ALL_READ = Option.flag('o', "everyone may read the status");
  private static final Option ALL_READ_GROUP_COMMANDS =
      Option.value('O', "group", "everyone may read the status, the group may send commands");
  private static final Option ALL_LISTEN = Option.flag('e', "everyone may listen to events");
  private static final Option GROUP_LISTENS =
      Option.value('E', "group", "the group may listen to events");

  private static final byte[] SUPERVISE = CString.of("supervise");
  private static final byte[] CONTROL = CString.of("supervise/control");
  private static final byte[] EVENT = CString.of("event");

  /** Stands for a group that is the primary one of the file's owner. */
  private static final int OWNERS_GROUP = -1;

  private static final int PUBLIC_FIFODIR = 01733;
  private static final int GROUP_FIFODIR = 03730;

  private final Posix posix;
  private final Messages messages;
  private final Output out;
  private final FileStat stat = new FileStat();

  private boolean prints;
  private boolean setsControl;
  private boolean setsEvents;
  private int superviseMode;
  private int superviseGroup;
  private int controlMode;
  private int controlGroup;
  private int eventGroup;
  private int group;

  private Svperms(Posix posix, byte[][] arguments) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
    this.out = new Output(posix, 1, 1024);
  }

  public static Program declaration() {
    return new Program(
            "s6-svperms",
            "svperms",
            "[ -v ] [ -u | -g group | -G group | -o | -O group ] [ -e | -E group ] servicedir...",
            "shows or changes who may use a service",
            Svperms::run)
        .options(SHOW, OWNER, GROUP_READS, GROUP_COMMANDS, ALL_READ, ALL_READ_GROUP_COMMANDS)
        .options(ALL_LISTEN, GROUP_LISTENS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Svperms svperms = new Svperms(posix, arguments);
    Line line = program.open(arguments, svperms.messages);
    int wrong = 0;
    for (Line.Given given = line.first(); given != null && wrong == 0; given = given.next())
      wrong = svperms.take(line, given);
    if (wrong == 0) wrong = line.judge(1);
    svperms.prints = line.has(SHOW);
    return wrong == 0 ? svperms.serve(line.operands(0)) : wrong;
  }

  private int take(Line line, Line.Given given) {
    int wrong = given.value == null ? 0 : parseGroup(line, given.value);
    if (wrong != 0) return wrong;
    Option option = given.option;
    if (option == OWNER) control(0700, OWNERS_GROUP, 0600, OWNERS_GROUP);
    if (option == GROUP_READS) control(0710, group, 0600, OWNERS_GROUP);
    if (option == GROUP_COMMANDS) control(0710, group, 0620, group);
    if (option == ALL_READ) control(0711, OWNERS_GROUP, 0600, OWNERS_GROUP);
    if (option == ALL_READ_GROUP_COMMANDS) control(0711, OWNERS_GROUP, 0620, group);
    if (option == ALL_LISTEN) events(OWNERS_GROUP);
    if (option == GROUP_LISTENS) events(group);
    return 0;
  }

  private void control(int directoryMode, int directoryGroup, int fifoMode, int fifoGroup) {
    setsControl = true;
    superviseMode = directoryMode;
    superviseGroup = directoryGroup;
    controlMode = fifoMode;
    controlGroup = fifoGroup;
  }

  private void events(int listeners) {
    setsEvents = true;
    eventGroup = listeners;
  }

  /** A name of the group database, or a number behind a colon. */
  private int parseGroup(Line line, byte[] text) {
    if (text.length > 0 && text[0] == ':') {
      long number = Decimal.parse(text, 1, CString.length(text), 10);
      if (number == Decimal.INVALID) return line.usage();
      group = (int) number;
      return 0;
    }
    group = posix.groupByName(text);
    if (group >= 0) return 0;
    if (group == -Errno.ENOENT)
      return messages
          .fatal()
          .unableTo("find entry for ")
          .bytes(text)
          .text(" in group database")
          .exit(ExitCode.USAGE);
    return messages.fatal().unableTo("look up group ").bytes(text).exit(ExitCode.SYSTEM, group);
  }

  private int serve(byte[][] directories) {
    if (!setsControl && !setsEvents) prints = true;
    int code = 0;
    for (byte[] directory : directories) {
      int failure = change(directory);
      if (failure != 0) return failure;
      if (prints) code |= print(directory);
    }
    return out.finish(messages, code);
  }

  private int change(byte[] directory) {
    int failure = 0;
    if (setsControl) failure = set(directory, SUPERVISE, superviseGroup, superviseMode);
    if (setsControl && failure == 0) failure = set(directory, CONTROL, controlGroup, controlMode);
    if (setsEvents && failure == 0)
      failure =
          set(
              directory,
              EVENT,
              eventGroup,
              eventGroup == OWNERS_GROUP ? PUBLIC_FIFODIR : GROUP_FIFODIR);
    return failure;
  }

  private int set(byte[] directory, byte[] name, int wantedGroup, int mode) {
    byte[] file = CString.path(directory, name);
    int newGroup = wantedGroup;
    if (wantedGroup == OWNERS_GROUP) {
      newGroup = primaryGroup(file);
      if (newGroup < 0)
        return messages.fatal().unableTo("stat ").bytes(file).exit(ExitCode.SYSTEM, newGroup);
    }
    int answer = posix.chown(Posix.CWD, file, -1, newGroup);
    if (answer < 0)
      return messages.fatal().unableTo("chown ").bytes(file).exit(ExitCode.SYSTEM, answer);
    answer = posix.chmod(Posix.CWD, file, mode);
    return answer < 0
        ? messages.fatal().unableTo("chmod ").bytes(file).exit(ExitCode.SYSTEM, answer)
        : 0;
  }

  private int primaryGroup(byte[] file) {
    int answer = posix.stat(Posix.CWD, file, true, stat);
    if (answer < 0) return answer;
    Account owner = new Account();
    if (posix.userById(stat.uid, owner) >= 0) return owner.gid;
    messages
        .warning()
        .unableTo("determine primary gid for the owner of ")
        .bytes(file)
        .text(" (using root instead)")
        .end();
    return 0;
  }

  private int print(byte[] directory) {
    int code = printControl(directory);
    return Math.max(code, printEvents(directory));
  }

  private int printControl(byte[] directory) {
    byte[] file = CString.path(directory, SUPERVISE);
    if (!look(file)) return 1;
    if (!stat.isDirectory()) return odd(file, " is not a directory");
    if (!isSuperviseMode(stat.permissions())) return oddMode(file);
    out.bytes(directory).text(" status: ");
    if ((stat.mode & 0011) == 0) out.text("owner").line();
    else printAudience((stat.mode & 0001) != 0);
    file = CString.path(directory, CONTROL);
    if (!look(file)) return 1;
    if (!stat.isFifo()) return odd(file, " is not a named pipe");
    if ((stat.mode & 0157) != 0) return oddMode(file);
    out.bytes(directory).text(" control: ");
    if ((stat.mode & 0020) == 0) out.text("owner").line();
    else printAudience(false);
    return 0;
  }

  /** Nobody but the owner may list or write it, and others may not be let in past the group. */
  private static boolean isSuperviseMode(int mode) {
    return (mode & 05066) == 0
        && (mode & 0700) == 0700
        && ((mode & 0001) == 0 || (mode & 0010) != 0);
  }

  private int printEvents(byte[] directory) {
    byte[] file = CString.path(directory, EVENT);
    if (!look(file)) return 1;
    if (!stat.isDirectory()) return odd(file, " is not a directory");
    int mode = stat.permissions();
    if (mode != PUBLIC_FIFODIR && mode != GROUP_FIFODIR) return oddMode(file);
    out.bytes(directory).text(" events: ");
    printAudience(mode == PUBLIC_FIFODIR);
    return 0;
  }

  private void printAudience(boolean everyone) {
    if (everyone) out.text("public").line();
    else printGroup();
  }

  private void printGroup() {
    byte[] name = new byte[256];
    int length = posix.groupById(stat.gid, name);
    out.text("group ");
    if (length > 0) out.bytes(name, 0, length).line();
    else out.number(stat.gid & 0xffffffffL).line();
  }

  private boolean look(byte[] file) {
    int answer = posix.stat(Posix.CWD, file, true, stat);
    if (answer < 0) messages.warning().unableTo("stat ").bytes(file).end(answer);
    return answer >= 0;
  }

  private int odd(byte[] file, String what) {
    return messages.warning().bytes(file).text(what).exit(1);
  }

  private int oddMode(byte[] file) {
    messages.warning().bytes(file).text(" has incorrect permissions: ");
    return octal(stat.permissions()).exit(1);
  }

  /** Without leading zeros. */
  private Messages octal(int number) {
    if (number > 7) octal(number >> 3);
    return messages.number(number & 7);
  }
}
