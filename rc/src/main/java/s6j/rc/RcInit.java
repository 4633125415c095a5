package s6j.rc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.formats.CompiledDirectory;
import s6j.formats.ControlClient;
import s6j.formats.FileTree;
import s6j.formats.LivePath;
import s6j.formats.LockFile;
import s6j.formats.NameList;
import s6j.formats.RandomName;
import s6j.formats.RcDatabaseReader;
import s6j.formats.WholeFile;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.RealPath;
import s6j.posix.Signal;

/** s6-rc-init: makes the live directory of a set of services and has them supervised, all down. */
final class RcInit {
  private static final int MISMATCH = 102;
  private static final int INVALID = 4;
  private static final char NO_DEREFERENCE = 1;
  private static final char NO_BLOCK = 2;

  /** Answer of {@link #examine}: it is no live directory in use. */
  private static final int UNUSED = -1;

  private final Posix posix;
  private final Messages messages;
  private byte[] database = CString.of("/etc/s6-rc/compiled/current");
  private byte[] live;
  private byte[] prefix = {};
  private byte[] scanDirectory;
  private boolean dereference;
  private long deadline;
  private int count;

  private RcInit(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
    live = LivePath.of(posix);
  }

  static Program declaration() {
    return new Program(
            "s6-rc-init",
            "rc-init",
            "[ -c bootdb ] [ -l livedir ] [ -p prefix ] [ -t timeout ] [ -d ] [ -b ] scandir",
            "makes the live directory of a set of services",
            RcInit::run)
        .value('c', "bootdb", "DIR", "compiled database; /etc/s6-rc/compiled/current if not given")
        .value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given")
        .value('p', "prefix", "PREFIX", "what names in the scan directory begin with")
        .value('t', "timeout", "MS", "give up after this many milliseconds; 0 is never")
        .flag('d', "dereference", "remember the database by its path without links")
        .flag(NO_DEREFERENCE, "no-dereference", "remember it as it is named (default)")
        .flag('b', "block", "accepted, without effect")
        .flag(NO_BLOCK, "no-block", "accepted, without effect");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    posix.ignoreSignal(Signal.SIGPIPE);
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    return new RcInit(posix, messages).start(program, arguments);
  }

  private int start(Program program, byte[][] arguments) {
    Options options = new Options(program, arguments);
    byte[] timeout = null;
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      switch (letter) {
        case 'c' -> database = options.value();
        case 'l' -> live = options.value();
        case 'p' -> prefix = options.value();
        case 't' -> timeout = options.value();
        case 'd' -> dereference = true;
        case NO_DEREFERENCE -> dereference = false;
        case 'b', NO_BLOCK -> {}
        default -> {
          return options.refuse(messages);
        }
      }
    }
    if (options.firstOperand() == arguments.length) return messages.usage(program);
    scanDirectory = arguments[options.firstOperand()];
    int code = check(timeout);
    if (code == 0) code = checkScanner();
    return code == 0 ? makeUnlessThere() : code;
  }

  private int check(byte[] timeout) {
    if (!isAbsolute(scanDirectory)) return wrong("scandir must be an absolute path");
    if (!isAbsolute(live)) return wrong("livedir must be an absolute path");
    long millis = timeout == null ? 0 : Decimal.parse(timeout);
    if (millis == Decimal.INVALID) return wrong("timeout must be an unsigned integer");
    deadline = millis == 0 ? Deadline.NEVER : Deadline.after(posix.monotonicNanos(), millis);
    int code = checkDatabasePath();
    if (code != 0) return code;
    if (CString.indexOf(prefix, '/') >= 0 || CString.indexOf(prefix, '\n') >= 0)
      return wrong("prefix cannot contain a / or a newline");
    byte[] bare = LiveDirectory.withoutSlashes(live);
    if (bare == null)
      return messages.fatal().unableTo("canonicalize ").bytes(live).exit(111, Errno.EINVAL);
    live = bare;
    return 0;
  }

  private int checkDatabasePath() {
    if (!dereference) return isAbsolute(database) ? 0 : wrong("bootdb must be an absolute path");
    RealPath real = new RealPath(posix);
    int answer = real.find(database);
    if (answer < 0) return messages.fatal().unableTo("realpath ").bytes(database).exit(111, answer);
    database = real.path();
    return 0;
  }

  private static boolean isAbsolute(byte[] path) {
    return path.length > 0 && path[0] == '/';
  }

  private int wrong(String text) {
    return messages.fatal().text(text).exit(100);
  }

  private int checkScanner() {
    int answer = Control.askScanner(posix, scanDirectory);
    if (answer >= 0) return 0;
    if (ControlClient.lacksFifo(answer)) return invalidScanner(ControlClient.reason(answer));
    if (answer == -Errno.ENXIO)
      return messages.fatal().text("s6-svscan is not running on ").bytes(scanDirectory).exit(100);
    return cannotCheck(scanDirectory, answer);
  }

  private int invalidScanner(int error) {
    messages.fatal().text("invalid ").bytes(scanDirectory);
    return messages.text("/.s6-svscan scandir control directory").exit(111, error);
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
    return messages.fatal().unableTo("check ").bytes(path).exit(111, errno);
  }

  private int compare(LiveDirectory there) {
    int code = compareLink(there, "scandir", scanDirectory, " uses scandir at ");
    if (code != 0) return code;
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, there.file("prefix"));
    if (length < 0)
      return messages.fatal().unableTo("read ").bytes(there.file("prefix")).exit(111, length);
    if (!CString.equal(CString.slice(file.bytes(), 0, length), prefix))
      return messages
          .fatal()
          .text("prefix mismatch with the existing livedir at ")
          .bytes(there.path())
          .exit(MISMATCH);
    return compareLink(there, "compiled", database, " uses bootdb at ");
  }

  private int compareLink(LiveDirectory there, String link, byte[] wanted, String uses) {
    byte[] text = there.linkText(link);
    if (text == null)
      return messages.fatal().unableTo("readlink ").bytes(there.file(link)).exit(111, Errno.ENOENT);
    if (CString.equal(text, wanted)) return 0;
    messages.fatal().text("existing livedir at ").bytes(there.path()).text(uses).bytes(text);
    return messages.text(" rather than ").bytes(wanted).exit(MISMATCH);
  }

  /** Looks for a live directory in use whose link was lost, and links it again. */
  private int recover() {
    int slash = CString.lastIndexOf(live, '/');
    byte[] parent = slash == 0 ? CString.of("/") : CString.slice(live, 0, slash);
    NameList names = new NameList();
    int answer = names.addDirectory(posix, parent);
    if (answer < 0) return messages.fatal().unableTo("opendir ").bytes(parent).exit(111, answer);
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
    return messages.exit(111, errno);
  }

  private int make() {
    int code = checkDatabase();
    if (code != 0) return code;
    LiveCreation creation = new LiveCreation(posix);
    byte[] stem = CString.concat(live, CString.of(":s6-rc-init"));
    byte[] state = new byte[count];
    int answer = creation.create(stem, scanDirectory, prefix, database, state);
    if (answer < 0) return messages.fatal().unableTo("create live directory").exit(111, answer);
    code = fill(creation);
    return code == 0 ? supervise(creation) : code;
  }

  /** Reads how many services there are. */
  private int checkDatabase() {
    CompiledDirectory compiled = new CompiledDirectory(posix, database);
    int opened = posix.access(Posix.CWD, database, Posix.F_OK);
    if (opened < 0) return messages.fatal().unableTo("open ").bytes(database).exit(111, opened);
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
      return messages.exit(111, answer);
    }
    byte[] target = creation.target();
    answer = new RandomName(posix).replaceLink(target, live);
    if (answer >= 0) return 0;
    creation.remove();
    return cannotLink(target, answer);
  }

  private int supervise(LiveCreation creation) {
    Handover handover = new Handover(posix, new LiveName(posix, live), scanDirectory, prefix);
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
    if (answer != -Errno.ENXIO) return messages.exit(111, answer);
    return messages.text(": s6-svscan not running on ").bytes(scanDirectory).exit(100);
  }
}
