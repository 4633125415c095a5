package s6j.rccompiler;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.Cdb;
import s6j.formats.LivePath;
import s6j.formats.RcDatabase;
import s6j.formats.TransitionTimes;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Executable;
import s6j.posix.Posix;

/** s6-rc-db: answers questions about a compiled database (docs/specification/s6-rc.md, G). */
final class RcDb {
  private static final byte[] DRAWING = CString.of("s6-rc-db-svg");
  private static final int WRONG_KIND = 5;

  private final Posix posix;
  private final Messages messages;
  private final Output out;
  private final byte[] calledAs;
  private CompiledSet set;
  private RcDatabase database;
  private byte[] live;
  private byte[] compiled;
  private boolean down;
  private boolean wait;
  private boolean hideEssential;

  private RcDb(Posix posix, Messages messages, byte[] calledAs) {
    this.posix = posix;
    this.calledAs = calledAs;
    this.messages = messages;
    this.out = new Output(posix, 1, 16384);
    live = LivePath.of(posix);
  }

  static Program declaration() {
    return new Program(
            "s6-rc-db",
            "rc-db",
            "[ -u | -d ] [ -l live ] [ -c compiled ] [ -b ] [ -E | -e ] command..."
                + " (use s6-rc-db help for more information)",
            "answers questions about a compiled service database",
            RcDb::run)
        .commands(
            "help",
            "check",
            "list",
            "type",
            "timeout",
            "contents",
            "dependencies",
            "pipeline",
            "script",
            "flags",
            "atomics",
            "all-dependencies",
            "graph",
            "critical")
        .flag('u', "up", "about the way up (default)")
        .flag('d', "down", "about the way down")
        .value('l', "livedir", "DIR", "live directory; $S6J_LIVE or /run/s6-rc if not given")
        .value('c', "compiled", "DIR", "compiled database instead of the live one")
        .flag('b', "block", "wait for the lock of the database")
        .flag('E', "with-essentials", "show essential services (default)")
        .flag('e', "without-essentials", "hide essential services");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    return new RcDb(posix, messages, arguments[0]).start(program, arguments);
  }

  private int start(Program program, byte[][] arguments) {
    Options options = new Options(program, arguments);
    for (int letter = options.next(); letter != Options.END; letter = options.next())
      if (!take(letter, options.value())) return options.refuse(messages);
    int first = options.firstOperand();
    if (first == arguments.length) return messages.usage(program);
    byte[][] words = new byte[arguments.length - first][];
    System.arraycopy(arguments, first, words, 0, words.length);
    int code = command(program, words);
    if (set != null) set.close();
    return code == 0 && out.flush() < 0
        ? messages.fatal().unableTo("write to stdout").exit(111)
        : code;
  }

  private boolean take(int letter, byte[] value) {
    switch (letter) {
      case 'u' -> down = false;
      case 'd' -> down = true;
      case 'b' -> wait = true;
      case 'E' -> hideEssential = false;
      case 'e' -> hideEssential = true;
      case 'l' -> live = value;
      case 'c' -> compiled = value;
      default -> {
        return false;
      }
    }
    return true;
  }

  private int command(Program program, byte[][] words) {
    String command = CString.text(words[0]);
    if (command.equals("help")) return help();
    if (!isCommand(command))
      return messages.fatal().text("unknown command: ").bytes(words[0]).exit(100);
    boolean alone =
        command.equals("check") || command.equals("graph") || command.equals("critical");
    if (words.length < 2 && !alone) return messages.usage(program);
    if (command.equals("list") && !isList(CString.text(words[1])))
      return messages.fatal().text("unknown subcommand: ").bytes(words[1]).exit(100);
    byte[] path = compiled != null ? compiled : CString.path(live, CString.of("compiled"));
    set = new CompiledSet(posix, messages, path);
    int code = set.open(wait);
    if (code != 0) return code;
    database = set.database();
    return answer(command, words);
  }

  private static boolean isCommand(String command) {
    return switch (command) {
      case "all-dependencies",
          "atomics",
          "check",
          "contents",
          "critical",
          "dependencies",
          "flags",
          "graph",
          "list",
          "pipeline",
          "script",
          "timeout",
          "type" ->
          true;
      default -> false;
    };
  }

  private static boolean isList(String what) {
    return switch (what) {
      case "all", "bundles", "longruns", "oneshots", "services" -> true;
      default -> false;
    };
  }

  private int answer(String command, byte[][] words) {
    switch (command) {
      case "check":
        return new DatabaseCheck(set, messages).run();
      case "list":
        return list(CString.text(words[1]));
      case "critical":
        return critical(words);
      default:
        int code = set.openNames();
        return code != 0 ? code : answerByName(command, words);
    }
  }

  private int answerByName(String command, byte[][] words) {
    return switch (command) {
      case "graph" -> graph(words);
      case "type" -> type(words[1]);
      case "timeout" -> timeout(words[1]);
      case "contents" -> contents(words[1]);
      case "pipeline" -> pipeline(words[1]);
      case "script" -> script(words[1]);
      case "flags" -> flags(words[1]);
      case "dependencies" -> union(words, true, false);
      case "atomics" -> union(words, false, false);
      default -> union(words, false, true);
    };
  }

  private int help() {
    out.text("s6-rc-db help\n")
        .text("s6-rc-db check\n")
        .text("s6-rc-db list all|services|oneshots|longruns|bundles\n")
        .text("s6-rc-db type servicename\n")
        .text("s6-rc-db [ -u | -d ] timeout atomicname\n")
        .text("s6-rc-db contents bundlename\n")
        .text("s6-rc-db [ -u | -d ] dependencies servicename...\n")
        .text("s6-rc-db pipeline longrunname\n")
        .text("s6-rc-db [ -u | -d ] script oneshotname\n")
        .text("s6-rc-db flags atomicname\n")
        .text("s6-rc-db atomics servicename...\n")
        .text("s6-rc-db [ -u | -d ] all-dependencies servicename...\n");
    return 0;
  }

  private int list(String what) {
    switch (what) {
      case "services":
        return range(0, database.count());
      case "longruns":
        return range(0, database.longruns);
      case "oneshots":
        return range(database.longruns, database.count());
      default:
        int code = set.openNames();
        return code != 0 ? code : names(what.equals("bundles"));
    }
  }

  private int range(int from, int to) {
    for (int i = from; i < to; i++) show(i);
    return 0;
  }

  private void show(int service) {
    if (hideEssential && (database.flags[service] & RcDatabase.ESSENTIAL) != 0) return;
    out.bytes(database.nameOf(service)).line();
  }

  private int names(boolean bundlesOnly) {
    Cdb names = set.names();
    int answer = names.next();
    for (; answer == 0; answer = names.next()) {
      byte[] key = CString.slice(names.bytes(), names.keyAt(), names.keyAt() + names.keyLength());
      if (bundlesOnly && set.found() == 1) {
        if (!set.isConsistent()) return set.invalid();
        if (set.atomic(key) >= 0) continue;
      }
      out.bytes(key).line();
    }
    return answer == Cdb.DAMAGED ? set.damagedNames() : 0;
  }

  private int type(byte[] name) {
    int code = set.find(name);
    if (code != 0) return code;
    int service = set.atomic(name);
    String type = service < 0 ? "bundle" : database.isLongrun(service) ? "longrun" : "oneshot";
    out.text(type).line();
    return 0;
  }

  private int timeout(byte[] name) {
    int code = set.find(name);
    if (code != 0) return code;
    int service = set.atomic(name);
    if (service < 0) return wrongKind(name, " represents a bundle");
    int timeout = down ? database.timeoutDown[service] : database.timeoutUp[service];
    out.number(timeout & 0xffffffffL).line();
    return 0;
  }

  private int flags(byte[] name) {
    int code = set.find(name);
    if (code != 0) return code;
    int service = set.atomic(name);
    if (service < 0) return wrongKind(name, " represents a bundle");
    for (int shift = 28; shift >= 0; shift -= 4) {
      int digit = database.flags[service] >>> shift & 15;
      out.text("0123456789abcdef".substring(digit, digit + 1));
    }
    out.line();
    return 0;
  }

  private int script(byte[] name) {
    int code = set.find(name);
    if (code != 0) return code;
    int service = set.atomic(name);
    if (service < 0) return wrongKind(name, " represents a bundle");
    if (database.isLongrun(service)) return wrongKind(name, " represents a longrun service");
    byte[] end = {0};
    for (byte[] word : database.script(service, down ? RcDatabase.DOWN : RcDatabase.UP))
      out.bytes(word).bytes(end, 0, 1);
    return 0;
  }

  private int contents(byte[] name) {
    int code = set.find(name);
    if (code != 0) return code;
    if (set.atomic(name) >= 0) return wrongKind(name, " represents an atomic service");
    for (int i = 0; i < set.found(); i++) show(set.found(i));
    return 0;
  }

  private int wrongKind(byte[] name, String what) {
    return messages
        .fatal()
        .text("in database ")
        .bytes(set.path())
        .text(": identifier ")
        .bytes(name)
        .text(what)
        .exit(WRONG_KIND);
  }

  /** One line a link, depth first below the last consumer; silent for what has no pipeline. */
  private int pipeline(byte[] name) {
    int code = set.find(name);
    if (code != 0) return code;
    int service = set.atomic(name);
    if (service < 0 || !database.isLongrun(service)) return WRONG_KIND;
    int steps = 0;
    while (database.consumer[service] < database.longruns && steps++ < database.longruns)
      service = database.consumer[service];
    printProducers(service);
    return 0;
  }

  /** A consumer's line follows those of all that feeds its producer, so links wait on a stack. */
  private void printProducers(int last) {
    int[] path = new int[database.longruns + 1];
    int[] next = new int[database.longruns];
    int depth = 0;
    path[depth++] = last;
    while (depth > 0) {
      int consumer = path[depth - 1];
      if (next[consumer] < database.producerCount[consumer] && depth <= database.longruns) {
        path[depth++] = database.producers[database.producerStart[consumer] + next[consumer]++];
      } else {
        depth--;
        if (depth > 0) link(consumer, path[depth - 1]);
      }
    }
  }

  private void link(int producer, int consumer) {
    out.bytes(database.nameOf(producer)).text("/").bytes(database.nameOf(consumer)).line();
  }

  /** What the named services stand for, or need, or need at any distance; highest number first. */
  private int union(byte[][] words, boolean dependencies, boolean closure) {
    boolean[] member = new boolean[database.count()];
    for (int i = 1; i < words.length; i++) {
      int code = set.find(words[i]);
      if (code != 0) return code;
      for (int j = 0; j < set.found(); j++) {
        if (dependencies) addDirect(set.found(j), member, null);
        else member[set.found(j)] = true;
      }
    }
    if (closure) close(member);
    for (int i = member.length - 1; i >= 0; i--) if (member[i]) show(i);
    return 0;
  }

  /** Adds what a service directly needs (or is needed by); new ones to {@code pending} as well. */
  private void addDirect(int service, boolean[] member, NameList pending) {
    int count = down ? database.neededByCount[service] : database.needsCount[service];
    int start = down ? database.neededByStart[service] : database.needsStart[service];
    for (int i = start; i < start + count; i++) {
      int other = down ? database.neededBy[i] : database.needs[i];
      if (pending != null && !member[other]) pending.add(other);
      member[other] = true;
    }
  }

  private void close(boolean[] member) {
    NameList pending = new NameList();
    for (int i = 0; i < member.length; i++) if (member[i]) pending.add(i);
    while (pending.count() > 0) addDirect(pending.removeLast(), member, pending);
  }

  /** DOT is printed here; SVG takes a layout, and the JVM. */
  private int graph(byte[][] words) {
    boolean drawn = false;
    for (int i = 1; i < words.length; i++) {
      drawn = CString.is(words[i], "--format=svg");
      if (!drawn && !CString.is(words[i], "--format=dot"))
        return messages
            .fatal()
            .text("graph takes --format=dot or --format=svg, not ")
            .bytes(words[i])
            .exit(100);
    }
    return drawn ? draw() : new DotGraph(set, out).print();
  }

  private int draw() {
    byte[] program = Executable.companion(posix, calledAs, DRAWING);
    if (CString.indexOf(program, '/') < 0)
      return messages
          .fatal()
          .text("SVG is drawn by the JVM build, which is not installed here (no ")
          .bytes(DRAWING)
          .text("); s6-rc-db graph | dot -Tsvg is another way")
          .exit(111);
    byte[][] line = {program, set.path()};
    int error = Executable.exec(posix, line, new Environment(posix.environment()));
    return messages.fatal().unableTo("exec ").bytes(program).exit(111, error);
  }

  /** The longest chain of dependencies, from what starts first (-d: what stops first). */
  private int critical(byte[][] words) {
    if (words.length < 2) {
      for (int service : inOrder(new CriticalPath(database).longest()))
        out.bytes(database.nameOf(service)).line();
      return 0;
    }
    byte[] option = CString.of("--times");
    byte[] file = CString.path(live, CString.of(TransitionTimes.FILE));
    if (CString.startsWith(words[1], CString.of("--times=")))
      file = CString.slice(words[1], option.length + 1, CString.length(words[1]));
    else if (!CString.equal(words[1], option))
      return messages.fatal().text("critical takes --times, not ").bytes(words[1]).exit(100);
    return new TimedChain(posix, messages, database, down).print(file, out);
  }

  private int[] inOrder(int[] chain) {
    return down ? TimedChain.reversed(chain) : chain;
  }
}
