package s6j.confine.wall;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.confine.ConfinedNames;
import s6j.formats.confine.NameSet;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Processes;
import s6j.posix.meaning.ExitStatus;

/**
 * s6-confine: bounds what its process can see and do, and becomes another program. All that was
 * asked for is in force then, or the program is not run.
 *
 * <p>Exit codes: 100 for a wrong call, an unknown capability or account; 111 if the system refuses;
 * 126 and 127 if the program cannot be executed.
 */
public final class Confine {
  private static final Option NO_NEW_PRIVILEGES =
      Option.flag('n', "no-new-privileges", "no exec gives rights any more");
  private static final Option BOUNDING =
      Option.value('b', "bounding", "capabilities", "nothing outside of these is ever had again");
  private static final Option AMBIENT =
      Option.value('a', "ambient", "capabilities", "these are had by programs of any user");
  private static final Option USER =
      Option.value('u', "user", "user[:group]", "who the program runs as");
  private static final Option PRIVATE_TMP =
      Option.flag('t', "private-tmp", "/tmp and /var/tmp are empty, and gone with the program");
  private static final Option PRIVATE_NETWORK =
      Option.flag('N', "private-network", "no network but a loopback interface of its own");
  private static final Option READ_ONLY =
      Option.value('r', "read-only", "path", "nothing can be written there");
  private static final Option WRITABLE = Option.value('w', "writable", "path", "but there it can");
  private static final Option HIDDEN =
      Option.value('x', "hidden", "path", "nothing of it can be seen");
  private static final Option[] PATHS = {READ_ONLY, WRITABLE, HIDDEN};

  private final Posix posix;
  private final Messages messages;
  private final Walls walls;
  private final Rights rights;
  private final Landlock landlock;
  private final Filter filter;
  private final NameSet bounding = ConfinedNames.capabilities();
  private final NameSet ambient = ConfinedNames.capabilities();

  private Confine(Posix posix, byte[] calledAs) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(calledAs));
    this.walls = new Walls(posix, messages);
    this.rights = new Rights(posix, messages);
    this.landlock = new Landlock(posix, messages);
    this.filter = new Filter(posix, messages);
  }

  public static Program declaration() {
    return Landlock.declare(
        Filter.declare(
            new Program(
                    "s6-confine",
                    null,
                    "[ -n ] [ -b capabilities ] [ -a capabilities ] [ -u user[:group] ] [ -t ]"
                        + " [ -N ] [ -r path ] [ -w path ] [ -x path ] [ -S calls ] [ -E errno ]"
                        + " [ -F families ] [ -K kinds ] [ -R deeds ] [ -L rights:path ] [ -l ]"
                        + " prog...",
                    "bounds what a program can see and do",
                    Confine::run)
                .options(NO_NEW_PRIVILEGES, BOUNDING, AMBIENT, USER, PRIVATE_TMP, PRIVATE_NETWORK)
                .options(PATHS)));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Confine confine = new Confine(posix, arguments[0]);
    Line line = program.read(arguments, confine.messages, 1);
    if (line.refused()) return line.exitCode();
    // On the JVM what is loaded later may be behind a wall.
    byte[][] command = line.operands(0);
    int code = confine.check(line);
    if (code == 0) code = confine.isolate(line);
    if (code == 0 && confine.landlock.isWanted(line)) code = confine.landlock.prepare(line);
    if (code == 0) code = confine.bound(line);
    if (code == 0) code = confine.execute(command, line);
    confine.landlock.close();
    return code;
  }

  /** Before anything is done. */
  private @ExitStatus int check(Line line) {
    if (line.has(BOUNDING) && !bounding.read(line.bytes(BOUNDING, null))) return noName(bounding);
    if (line.has(AMBIENT) && !ambient.read(line.bytes(AMBIENT, null))) return noName(ambient);
    if (line.has(AMBIENT) && begins(line.bytes(AMBIENT, null), '~'))
      return messages.fatal().text("name the ambient capabilities").exit(ExitCode.USAGE);
    for (Line.Given one = line.first(); one != null; one = one.next())
      if (one.isAmong(PATHS) && !begins(path(one), '/'))
        return messages.fatal().text("no absolute path: ").bytes(one.value).exit(ExitCode.USAGE);
    int code = line.has(USER) ? rights.find(line.bytes(USER, null)) : 0;
    if (code == 0) code = landlock.check(line);
    return code == 0 ? filter.prepare(line) : code;
  }

  private @ExitStatus int noName(NameSet set) {
    return messages.fatal().text("unknown capability: ").bytes(set.unknown()).exit(ExitCode.USAGE);
  }

  /** A leading {@code -} says that it may be missing. */
  private static byte[] path(Line.Given given) {
    byte[] value = given.value;
    return mayBeMissing(given) ? CString.slice(value, 1, CString.length(value)) : value;
  }

  private static boolean mayBeMissing(Line.Given given) {
    return begins(given.value, '-');
  }

  private static boolean begins(byte[] text, char first) {
    return CString.length(text) > 0 && text[0] == first;
  }

  private @ExitStatus int isolate(Line line) {
    int answer = line.has(PRIVATE_NETWORK) ? posix.unshare(Processes.CLONE_NEWNET) : 0;
    if (answer >= 0 && line.has(PRIVATE_NETWORK)) answer = posix.raiseLoopback();
    if (answer < 0)
      return messages.fatal().unableTo("make a private network").exit(ExitCode.SYSTEM, answer);
    boolean hasWalls = line.last(PATHS) != null || line.has(PRIVATE_TMP);
    return hasWalls ? build(line) : 0;
  }

  /** What is writable is so within what is read-only, and what is hidden is so within both. */
  private @ExitStatus int build(Line line) {
    boolean[] stays = new boolean[line.count(WRITABLE)];
    int place = 0;
    for (Line.Given one = line.first(); one != null; one = one.next())
      if (one.option == WRITABLE) stays[place++] = walls.isReadOnly(path(one));
    int code = walls.begin();
    for (Line.Given one = line.first(); one != null && code == 0; one = one.next())
      if (one.option == READ_ONLY) code = walls.makeReadOnly(path(one), mayBeMissing(one));
    place = 0;
    for (Line.Given one = line.first(); one != null && code == 0; one = one.next())
      if (one.option == WRITABLE && !stays[place++])
        code = walls.makeWritable(path(one), mayBeMissing(one));
    if (code == 0 && line.has(PRIVATE_TMP)) code = walls.makeTemporary();
    for (Line.Given one = line.first(); one != null && code == 0; one = one.next())
      if (one.option == HIDDEN) code = walls.hide(path(one), mayBeMissing(one));
    return code != 0 ? code : walls.end();
  }

  private @ExitStatus int bound(Line line) {
    int code = line.has(BOUNDING) ? rights.bound(bounding.set()) : 0;
    if (code == 0) code = rights.become(ambient.set());
    return code == 0 && line.has(NO_NEW_PRIVILEGES) ? rights.forgoMore() : code;
  }

  private boolean isShutIn(Line line) {
    return filter.isWanted(line) || landlock.isWanted(line);
  }

  /** What is behind these walls can neither look for a program nor say why there is none. */
  private @ExitStatus int execute(byte[][] command, Line line) {
    byte[] file = command[0];
    if (isShutIn(line)) file = Executable.find(posix, file);
    if (isShutIn(line) && CString.indexOf(file, '/') < 0) return cannot(file, -Errno.ENOENT);
    int code = landlock.enforce();
    if (code == 0 && filter.isWanted(line)) code = filter.install();
    if (code != 0) return code;
    return cannot(command[0], Executable.exec(posix, file, command, new Environment(posix)));
  }

  private @ExitStatus int cannot(byte[] program, int errno) {
    int code = Executable.exitCode(errno);
    return messages.fatal().unableTo("exec ").bytes(program).exit(code, errno);
  }
}
