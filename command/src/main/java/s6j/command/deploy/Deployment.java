package s6j.command.deploy;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.GlobalSettings;
import s6j.command.call.Subcommand;
import s6j.formats.Cdb;
import s6j.formats.ScanDirectory;
import s6j.formats.files.FileTree;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.RealPath;
import s6j.rc.live.CompiledSet;
import s6j.rc.live.LiveDirectory;

/**
 * {@code s6 deploy}: compiles definitions, lets the live directory go over to them, starts what is
 * to be up, and lets the next boot begin with them; {@code --undo} goes back to what was before.
 */
public final class Deployment {
  private static final Option DRY_RUN = Option.flag('n', "dry-run", "only show what would be done");
  private static final Option UNDO = Option.flag("undo", "go back to the database before");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "MS", "end a change after so many milliseconds; 0 is never")
          .complaint("timeout must be an integer (milliseconds)");
  private static final Program PROGRAM =
      Subcommand.options("s6 deploy").options(DRY_RUN, UNDO, TIMEOUT).takingOptionsAnywhere();
  private static final byte[] BUNDLE = CString.of(GlobalSettings.DEFAULT_BUNDLE);

  private final CommandCall call;
  private final LiveDirectory live;
  private final DeployedDatabases databases;
  private final boolean isDryRun;
  private final long timeout;
  private final boolean hasLive;
  private boolean isSwitched;

  private Deployment(CommandCall call, boolean isDryRun, long timeout) {
    this.call = call;
    this.isDryRun = isDryRun;
    this.timeout = timeout;
    live = new LiveDirectory(call.posix, call.settings.livedir);
    databases = new DeployedDatabases(call);
    hasLive = call.posix.access(Posix.CWD, live.file("compiled"), Posix.F_OK) >= 0;
  }

  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    long timeout = line.number(TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    if (line.has(UNDO) == line.operandCount() > 0)
      return call.messages.usage("s6 deploy [ -n ] [ -t timeout ] directories... | --undo");
    Deployment deployment = new Deployment(call, line.has(DRY_RUN), timeout);
    int code = deployment.databases.check();
    if (code != 0) return code;
    return line.has(UNDO) ? deployment.undo() : deployment.deploy(line.operands(0));
  }

  private int deploy(byte[][] sources) {
    byte[] fresh = databases.fresh();
    int code =
        new CompanionRun(call, "s6-rc-compile")
            .verbosity()
            .holderUser()
            .word("--")
            .word(fresh)
            .words(sources)
            .run();
    if (code != 0) {
      call.messages.info().text("nothing was changed").end();
      return code;
    }
    code = goOver(fresh);
    if (!isSwitched) databases.remove(fresh);
    return code;
  }

  private int undo() {
    byte[] last = databases.last();
    if (last == null || call.posix.access(Posix.CWD, last, Posix.F_OK) < 0)
      return call.messages.fatal().text("there is nothing to go back to").exit(1);
    return goOver(last);
  }

  /** Lets everything go over to a database: 0, or the exit code of what failed. */
  private int goOver(byte[] database) {
    byte[] before = hasLive ? RealPath.of(call.posix, live.file("compiled")) : null;
    int code = hasLive ? update(database) : 0;
    if (isDryRun) return code;
    isSwitched = !hasLive || isLive(database);
    if (!isSwitched) {
      call.messages.info().text("nothing was switched").end();
      return code;
    }
    int taken = databases.take(database, before);
    if (taken != 0) return taken;
    if (code == 0) code = start(database);
    if (code != 0) call.messages.info().text("s6 deploy --undo goes back").end();
    return code;
  }

  /** An update may fail before the live directory has gone over, or behind that. */
  private boolean isLive(byte[] database) {
    byte[] present = RealPath.of(call.posix, live.file("compiled"));
    byte[] wanted = RealPath.of(call.posix, database);
    return present != null && wanted != null && CString.equal(present, wanted);
  }

  private int update(byte[] database) {
    ChangedServices changed = new ChangedServices(call, live.file("compiled"), database);
    int code = changed.compare();
    if (code != 0) return code;
    byte[] file = CString.concat(database, CString.of(":changes"));
    FileTree tree = new FileTree(call.posix);
    int answer =
        tree.write(Posix.CWD, file, changed.lines().array(), changed.lines().length(), 0600);
    if (answer < 0)
      return call.messages.fatal().unableTo("write ").bytes(file).exit(ExitCode.SYSTEM, answer);
    code =
        new CompanionRun(call, "s6-rc-update")
            .verbosity()
            .timeout(timeout)
            .wordIf(isDryRun, "-n")
            .live()
            .value("-f", file)
            .word("-b")
            .value("--", database)
            .run();
    call.posix.unlink(Posix.CWD, file);
    return code;
  }

  /** Brings up the bundle of what is to be up, if there is one: an exit code. */
  private int start(byte[] database) {
    CompiledSet set = new CompiledSet(call.posix, call.messages, database, database);
    int code = set.readSizes();
    if (code == 0) code = set.readDatabase();
    if (code == 0) code = set.readNames();
    if (code == 0) code = set.find(BUNDLE);
    boolean isAbsent = code == Cdb.ABSENT;
    if (code != 0 && !isAbsent) return code;
    code = hasLive ? 0 : makeLive();
    if (code != 0 || !hasLive && !isScanned()) return code;
    if (isAbsent) {
      if (call.settings.verbosity > 0)
        call.messages.info().text("there is no bundle default: nothing is started").end();
      return 0;
    }
    return new CompanionRun(call, "s6-rc")
        .verbosity()
        .timeout(timeout)
        .live()
        .word("-b")
        .word("--")
        .word("change")
        .word(BUNDLE)
        .run();
  }

  private boolean isScanned() {
    byte[] control = CString.path(call.settings.scandir, ScanDirectory.CONTROL);
    return call.posix.access(Posix.CWD, control, Posix.F_OK) >= 0;
  }

  private int makeLive() {
    if (isScanned())
      return new CompanionRun(call, "s6-rc-init")
          .live()
          .value("-c", call.settings.bootdb)
          .word("-b")
          .value("--", call.settings.scandir)
          .run();
    call.messages.info().text("no s6-svscan works on ").bytes(call.settings.scandir);
    call.messages.text(": s6 system boot will begin with this").end();
    return 0;
  }
}
