package s6j.rc.live;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.RcDatabaseReader;
import s6j.formats.files.CompiledDirectory;
import s6j.formats.files.FileTree;
import s6j.formats.files.LivePath;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.RandomName;
import s6j.formats.files.WholeFile;
import s6j.formats.talk.ControlClient;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.RealPath;
import s6j.posix.Signal;

/** s6-rc-init: makes the live directory of a set of services and has them supervised, all down. */
public final class RcInit {
  private static final int INVALID = 4;
  private static final Option BOOT_DATABASE =
      Option.value(
          'c', "bootdb", "DIR", "compiled database; /etc/s6-rc/compiled/current if not given");
  private static final Option LIVE =
      Option.value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given");
  private static final Option PREFIX =
      Option.value('p', "prefix", "PREFIX", "what names in the scan directory begin with");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "MS", "give up after this many milliseconds; 0 is never")
          .complaint("timeout must be an unsigned integer");
  private static final Option DEREFERENCE =
      Option.flag('d', "dereference", "remember the database by its path without links");
  private static final Option NO_DEREFERENCE =
      Option.flag("no-dereference", "remember it as it is named (default)");

  /** Answer of {@link #examine}: it is no live directory in use. */
  private static final int UNUSED = -1;

  private final Posix posix;
  private final Messages messages;
  private final Line line;
  private byte[] database;
  private byte[] live;
  private final byte[] prefix;
  private final byte[] scanDirectory;
  private long deadline;
  private int count;

  private RcInit(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    this.line = line;
    database = line.bytes(BOOT_DATABASE, CString.of("/etc/s6-rc/compiled/current"));
    live = line.bytes(LIVE, LivePath.of(posix));
    prefix = line.bytes(PREFIX, new byte[0]);
    scanDirectory = line.operand(0);
  }

  public static Program declaration() {
    return new Program(
            "s6-rc-init",
            "rc-init",
            "[ -c bootdb ] [ -l livedir ] [ -p prefix ] [ -t timeout ] [ -d ] [ -b ] scandir",
            "makes the live directory of a set of services",
            RcInit::run)
        .options(BOOT_DATABASE, LIVE, PREFIX, TIMEOUT, DEREFERENCE, NO_DEREFERENCE)
        .ignoring(
            Option.flag('b', "block", "accepted, without effect"),
            Option.flag("no-block", "accepted, without effect"));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    posix.ignoreSignal(Signal.SIGPIPE);
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    return line.refused() ? line.exitCode() : new RcInit(posix, messages, line).start();
  }

  private int start() {
    int code = check();
    if (code == 0) code = checkScanner();
    return code == 0 ? makeUnlessThere() : code;
  }

  private int check() {
    if (!isAbsolute(scanDirectory)) return wrong("scandir must be an absolute path");
    if (!isAbsolute(live)) return wrong("livedir must be an absolute path");
    long millis = line.number(TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    deadline = millis == 0 ? Deadline.NEVER : Deadline.after(posix.monotonicNanos(), millis);
    int code = checkDatabasePath();
    if (code != 0) return code;
    if (CString.indexOf(prefix, '/') >= 0 || CString.indexOf(prefix, '\n') >= 0)
      return wrong("prefix cannot contain a / or a newline");
    byte[] bare = LiveDirectory.withoutSlashes(live);
    if (bare == null)
      return messages
          .fatal()
          .unableTo("canonicalize ")
          .bytes(live)
          .exit(ExitCode.SYSTEM, Errno.EINVAL);
    live = bare;
    return 0;
  }

  private int checkDatabasePath() {
    if (!line.chose(DEREFERENCE, NO_DEREFERENCE))
      return isAbsolute(database) ? 0 : wrong("bootdb must be an absolute path");
    RealPath real = new RealPath(posix);
    int answer = real.find(database);
    if (answer < 0)
      return messages.fatal().unableTo("realpath ").bytes(database).exit(ExitCode.SYSTEM, answer);
    database = real.path();
    return 0;
  }

  private static boolean isAbsolute(byte[] path) {
    return path.length > 0 && path[0] == '/';
  }

  private int wrong(String text) {
    return messages.fatal().text(text).exit(ExitCode.USAGE);
  }

  private int checkScanner() {
    int answer = Control.askScanner(posix, scanDirectory);
    if (answer >= 0) return 0;
    if (ControlClient.lacksFifo(answer)) return invalidScanner(ControlClient.reason(answer));
    if (answer == -Errno.ENXIO)
      return messages
          .fatal()
          .text("s6-svscan is not running on ")
          .bytes(scanDirectory)
          .exit(ExitCode.USAGE);
    return cannotCheck(scanDirectory, answer);
  }

  private int invalidScanner(int error) {
    messages.fatal().text("invalid ").bytes(scanDirectory);
    return messages.text("/.s6-svscan scandir control directory").exit(ExitCode.SYSTEM, error);
  }

  private int makeUnlessThere() {
    RealPath real = new RealPath(posix);
    int answer = real.find(live);
    if (answer == -Errno.ENOTDIR) return cannotCheck(holder(live), answer);
    int code = answer == 0 ? examine(real.path()) : recover();
    if (code == UNUSED) return make();
    if (code == 0 && real.path() != null)
      messages.info().text("s6-rc already running on ").bytes(real.path()).end();
    return code;
  }

  /** 0 if a live directory is just what is asked for, {@link #UNUSED}, or an exit code. */
  private int examine(byte[] path) {
    LiveDirectory there = new LiveDirectory(posix, path);
    int supervised = LockFile.isSupervised(posix, holder(path));
    if (supervised < 0) return cannotCheck(holder(path), supervised);
    if (supervised == 1) return compare(there);
    messages.warning().text("directory ").bytes(path);
    messages.text(" looks like a live directory but has no supervisors running").end();
    return UNUSED;
  }

  private byte[] holder(byte[] path) {
    return new LiveDirectory(posix, path).service(LiveDirectory.FDHOLDER);
  }

  private int cannotCheck(byte[] path, int errno) {
    return messages.fatal().unableTo("check ").bytes(path).exit(ExitCode.SYSTEM, errno);
  }

  private int compare(LiveDirectory there) {
    int code = compareLink(there, "scandir", scanDirectory, " uses scandir at ");
    if (code != 0) return code;
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, there.file("prefix"));
    if (length < 0)
      return messages
          .fatal()
          .unableTo("read ")
          .bytes(there.file("prefix"))
          .exit(ExitCode.SYSTEM, length);
    if (!CString.equal(CString.slice(file.bytes(), 0, length), prefix))
      return messages
          .fatal()
          .text("prefix mismatch with the existing livedir at ")
          .bytes(there.path())
          .exit(ExitCode.UNFIT);
    return compareLink(there, "compiled", database, " uses bootdb at ");
  }

  private int compareLink(LiveDirectory there, String link, byte[] wanted, String uses) {
    byte[] text = there.linkText(link);
    if (text == null)
      return messages
          .fatal()
          .unableTo("readlink ")
          .bytes(there.file(link))
          .exit(ExitCode.SYSTEM, Errno.ENOENT);
    if (CString.equal(text, wanted)) return 0;
    messages.fatal().text("existing livedir at ").bytes(there.path()).text(uses).bytes(text);
    return messages.text(" rather than ").bytes(wanted).exit(ExitCode.UNFIT);
  }

  /** Looks for a live directory in use whose link was lost, and links it again. */
  private int recover() {
    int slash = CString.lastIndexOf(live, '/');
    byte[] parent = slash == 0 ? CString.of("/") : CString.slice(live, 0, slash);
    NameList names = new NameList();
    int answer = names.addDirectory(posix, parent);
    if (answer < 0)
      return messages.fatal().unableTo("opendir ").bytes(parent).exit(ExitCode.SYSTEM, answer);
    byte[] stem = CString.concat(CString.baseName(live), CString.of(":s6-rc-"));
    for (int i = 0; i < names.count(); i++) {
      if (!CString.startsWith(names.get(i), stem)) continue;
      byte[] path = CString.concat(CString.slice(live, 0, slash + 1), names.get(i));
      int code = examine(path);
      if (code != UNUSED) return code == 0 ? relink(path, names.get(i)) : code;
    }
    return UNUSED;
  }

  private int relink(byte[] path, byte[] name) {
    messages.info().text("s6-rc already running on ").bytes(path);
    messages.text(" - recovering it").end();
    int answer = new RandomName(posix).replaceLink(name, live);
    return answer < 0 ? cannotLink(name, answer) : 0;
  }

  private int cannotLink(byte[] target, int errno) {
    messages.fatal().unableTo("symlink ").bytes(target).text(" to ").bytes(live);
    return messages.exit(ExitCode.SYSTEM, errno);
  }

  private int make() {
    int code = checkDatabase();
    if (code != 0) return code;
    LiveCreation creation = new LiveCreation(posix);
    byte[] stem = CString.concat(live, CString.of(":s6-rc-init"));
    byte[] state = new byte[count];
    int answer = creation.create(stem, scanDirectory, prefix, database, state);
    if (answer < 0)
      return messages.fatal().unableTo("create live directory").exit(ExitCode.SYSTEM, answer);
    code = fill(creation);
    return code == 0 ? supervise(creation) : code;
  }

  /** Reads how many services there are. */
  private int checkDatabase() {
    CompiledDirectory compiled = new CompiledDirectory(posix, database);
    int opened = posix.access(Posix.CWD, database, Posix.F_OK);
    if (opened < 0)
      return messages.fatal().unableTo("open ").bytes(database).exit(ExitCode.SYSTEM, opened);
    int answer = compiled.readSizes();
    if (answer == RcDatabaseReader.FOREIGN) return CompiledSet.foreign(messages, compiled);
    if (answer != 0)
      return messages.fatal().text("invalid database size in ").bytes(database).exit(INVALID);
    count = compiled.serviceCount();
    return 0;
  }

  private int fill(LiveCreation creation) {
    byte[] from = CString.path(database, LiveDirectory.SERVICES);
    byte[] to = creation.live().file("servicedirs");
    int answer = new FileTree(posix).copy(from, to);
    if (answer < 0) {
      creation.remove();
      messages.fatal().unableTo("recursively copy ").bytes(from).text(" to ").bytes(to);
      return messages.exit(ExitCode.SYSTEM, answer);
    }
    answer = holdDown(to);
    if (answer < 0) {
      creation.remove();
      return messages.fatal().unableTo("write into ").bytes(to).exit(ExitCode.SYSTEM, answer);
    }
    byte[] target = creation.target();
    answer = new RandomName(posix).replaceLink(target, live);
    if (answer >= 0) return 0;
    creation.remove();
    return cannotLink(target, answer);
  }

  private int holdDown(byte[] services) {
    ServiceFiles files = new ServiceFiles(posix);
    NameList names = new NameList();
    int answer = names.addDirectory(posix, services);
    for (int i = 0; i < names.count() && answer >= 0; i++)
      answer = files.holdDown(CString.path(services, names.get(i)));
    return answer;
  }

  private int supervise(LiveCreation creation) {
    LiveHandover handover =
        new LiveHandover(posix, new LiveName(posix, live), scanDirectory, prefix);
    int answer = handover.run(creation.live().file("servicedirs"), deadline);
    if (answer >= 0) {
      handover.removeOthers();
      return 0;
    }
    handover.links().takeBack();
    posix.unlink(Posix.CWD, live);
    creation.remove();
    messages.fatal().unableTo("supervise service directories in ").bytes(live);
    messages.text("/servicedirs");
    if (answer != -Errno.ENXIO) return messages.exit(ExitCode.SYSTEM, answer);
    return messages.text(": s6-svscan not running on ").bytes(scanDirectory).exit(ExitCode.USAGE);
  }
}
