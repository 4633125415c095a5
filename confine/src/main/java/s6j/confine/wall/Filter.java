package s6j.confine.wall;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.confine.CallList;
import s6j.formats.confine.SystemCalls;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.OrErrno;

/** Which system calls there are from now on: lists of names, and rules on what they are given. */
final class Filter {
  private static final Option CALLS =
      Option.value('S', "system-calls", "calls", "no other system calls than these");
  private static final Option ERRNO =
      Option.value('E', "errno", "errno", "what they answer then, instead of an end by SIGSYS");
  private static final Option FAMILIES =
      Option.value('F', "address-families", "families", "no sockets but of these families");
  private static final Option NAMESPACES =
      Option.value('K', "namespaces", "kinds", "no new namespaces but of these kinds");
  private static final Option RESTRICTED =
      Option.value('R', "restrict", "deeds", "nothing of this is done");

  /** Of the running program's file, whose head tells for which machine it is. */
  private static final byte[] OWN = CString.of("/proc/self/exe");

  private static final int HEAD = 20;
  private static final int MACHINE_AT = 18;

  private final Posix posix;
  private final Messages messages;
  private byte[] program = {};

  Filter(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  static Program declare(Program program) {
    return program.options(CALLS, ERRNO, FAMILIES, NAMESPACES, RESTRICTED);
  }

  boolean isWanted(Line line) {
    return line.last(CALLS, FAMILIES, NAMESPACES, RESTRICTED) != null;
  }

  /** Makes the filter, and does nothing yet: 0, or the exit code. */
  @ExitStatus
  int prepare(Line line) {
    if (!isWanted(line)) return line.has(ERRNO) ? nothingDenied() : 0;
    int machine = machine();
    if (machine < 0)
      return messages.fatal().unableTo("read ").bytes(OWN).exit(ExitCode.SYSTEM, machine);
    if (!SystemCalls.knows(machine))
      return messages
          .fatal()
          .text("the system calls of this machine are not known: ")
          .number(machine)
          .exit(ExitCode.SYSTEM);
    SystemCalls calls = new SystemCalls(machine);
    FilterProgram filter = new FilterProgram(machine);
    Restrictions restrictions = new Restrictions(calls, filter);
    for (Line.Given one = line.first(); one != null; one = one.next())
      if (!restrict(one, restrictions)) return unknown(one.option, restrictions.unknown());
    int code = line.has(CALLS) ? list(line, calls, filter) : 0;
    if (!line.has(CALLS)) filter.end(FilterProgram.ALLOW);
    program = filter.bytes();
    return code;
  }

  private static boolean restrict(Line.Given one, Restrictions restrictions) {
    if (one.option == FAMILIES) return restrictions.families(one.value);
    if (one.option == NAMESPACES) return restrictions.namespaces(one.value);
    return one.option != RESTRICTED || restrictions.deeds(one.value);
  }

  private @ExitStatus int list(Line line, SystemCalls calls, FilterProgram filter) {
    CallList list = new CallList(calls);
    for (Line.Given one = line.first(); one != null; one = one.next())
      if (one.option == CALLS && !list.read(one.value)) return unknown(CALLS, list.unknown());
    int denied = line.has(ERRNO) ? CallList.answer(line.bytes(ERRNO, null)) : CallList.KILLED;
    if (denied == 0) return unknown(ERRNO, line.bytes(ERRNO, null));
    int[] answers = list.answers();
    if (answers[calls.number("execve")] != CallList.ALLOWED)
      return messages
          .fatal()
          .text("execve has to be allowed: the program is started by it")
          .exit(ExitCode.USAGE);
    for (int i = 0; i < answers.length; i++) answers[i] = answer(answers[i], denied);
    // Of a call that is newer than this program others expect that it may not be there.
    int newer = list.isAllowing() ? FilterProgram.errno(Errno.ENOSYS) : FilterProgram.ALLOW;
    for (int i = answers.length - 1; i > calls.last(); i--) answers[i] = newer;
    filter.end(answers, newer);
    return 0;
  }

  private static int answer(int said, int denied) {
    int answer = said == CallList.DENIED ? denied : said;
    return switch (answer) {
      case CallList.ALLOWED -> FilterProgram.ALLOW;
      case CallList.KILLED -> FilterProgram.KILL;
      default -> FilterProgram.errno(answer);
    };
  }

  private @ExitStatus int nothingDenied() {
    return messages.fatal().text("an errno, and no list of system calls").exit(ExitCode.USAGE);
  }

  private @ExitStatus int unknown(Option option, byte[] word) {
    return messages
        .fatal()
        .text("unknown in --")
        .text(option.longName)
        .text(": ")
        .bytes(word)
        .exit(ExitCode.USAGE);
  }

  private @OrErrno int machine() {
    int fd = posix.open(Posix.CWD, OWN, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
    if (fd < 0) return fd;
    byte[] head = new byte[HEAD];
    int length = posix.read(fd, head, 0, HEAD);
    posix.close(fd);
    if (length < 0) return length;
    return length < HEAD
        ? -Errno.ENOEXEC
        : head[MACHINE_AT] & 255 | (head[MACHINE_AT + 1] & 255) << 8;
  }

  /** From now on; what follows is an exec. */
  @ExitStatus
  int install() {
    int answer = posix.filterSystemCalls(program);
    // Without the right to administer the machine it takes that no exec gives rights.
    if (answer == -Errno.EACCES) {
      answer = posix.forgoPrivileges();
      if (answer >= 0) answer = posix.filterSystemCalls(program);
    }
    if (answer >= 0) return 0;
    return messages.fatal().unableTo("filter system calls").exit(ExitCode.SYSTEM, answer);
  }
}
