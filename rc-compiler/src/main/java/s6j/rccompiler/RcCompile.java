package s6j.rccompiler;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-rc-compile: turns source definition directories into a compiled database. */
final class RcCompile {
  private final Posix posix;
  private final Messages messages;
  private final byte[] calledAs;
  private final Problems problems = new Problems();
  private long level = 1;
  private int verbosity;
  private byte[] fdholderUser;
  private boolean blocking;
  private Report.Format format;

  private RcCompile(Posix posix, Messages messages, byte[] calledAs) {
    this.posix = posix;
    this.messages = messages;
    this.calledAs = calledAs;
  }

  static Program declaration() {
    return new Program(
            "s6-rc-compile",
            "rc-compile",
            "[ -v verbosity ] [ -h fdholder_user ] [ -b ] destdir sources...",
            "compiles source definition directories into a service database",
            RcCompile::run)
        .value('v', "verbosity", "N", "0 errors, 1 warnings (default), 2 steps, 3 every service")
        .value('h', "fdholder-user", "USER", "user that holds the pipes")
        .flag('b', "block", "oneshots wait for the lock of the live directory")
        .value('F', "format", "FORMAT", "of problems: short, long (default on a terminal), json");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    return new RcCompile(posix, messages, arguments[0]).start(program, arguments);
  }

  private int start(Program program, byte[][] arguments) {
    format = posix.isTerminal(2) ? Report.Format.LONG : Report.Format.SHORT;
    Options options = new Options(program, arguments);
    for (int letter = options.next(); letter != Options.END; letter = options.next()) {
      if (!take(letter, options.value())) return options.refuse(messages);
      if (format == null) return noFormat(options.value());
    }
    int first = options.firstOperand();
    if (arguments.length - first < 2) return messages.usage(program);
    if (level == Decimal.INVALID)
      return messages.fatal().text("verbosity must be an unsigned integer").exit(100);
    verbosity = (int) Math.min(level, 9);
    compile(arguments, first);
    return new Report(posix, messages, format).tell(problems);
  }

  private boolean take(int letter, byte[] value) {
    switch (letter) {
      case 'h' -> fdholderUser = value;
      case 'b' -> blocking = true;
      case 'F' -> format = Report.Format.of(value);
      case 'v' -> level = Decimal.parse(value);
      default -> {
        return false;
      }
    }
    return true;
  }

  private int noFormat(byte[] value) {
    return messages.fatal().text("format must be short, long or json, not ").bytes(value).exit(100);
  }

  private void compile(byte[][] arguments, int first) {
    Narrator narrator = new Narrator(messages, verbosity, problems);
    Definitions definitions = new Definitions();
    SourceReader reader = new SourceReader(posix, definitions, problems, narrator);
    for (int i = first + 1; i < arguments.length; i++) reader.read(arguments[i]);
    if (!reader.metFiles()) {
      resolve(arguments[first], definitions, narrator);
      return;
    }
    byte[] directory = new Target(posix, problems, arguments[first]).beside();
    ConvertedSource converted = new ConvertedSource(posix, problems, directory);
    if (converted.make(calledAs, arguments, first + 1)) {
      reader.read(converted.path());
      resolve(arguments[first], definitions, narrator);
    }
    converted.remove();
  }

  private void resolve(byte[] destination, Definitions definitions, Narrator narrator) {
    Resolver resolver = new Resolver(definitions, problems, narrator);
    RcDatabase database = resolver.resolve();
    if (database != null) write(destination, definitions, database, resolver, narrator);
    else new Locator(posix, definitions, problems, format).complete();
  }

  private void write(
      byte[] destination,
      Definitions definitions,
      RcDatabase database,
      Resolver resolver,
      Narrator narrator) {
    Target target = new Target(posix, problems, destination);
    narrator.step("writing compiled information to ", destination);
    if (target.create()) {
      GeneratedScripts scripts =
          new Helpers(posix, level > 0 ? messages : null, calledAs).scripts();
      new DatabaseWriter(target, database, definitions, resolver.bundles(), narrator).write();
      InternalServices internals = new InternalServices(target, database, scripts);
      internals.writeRunner(blocking);
      internals.writeFdholder(fdholderUser);
      new ServiceDirectories(posix, target, database, problems, narrator, scripts)
          .write(definitions);
    }
    target.finish();
  }
}
