package s6j.ipc.server;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.ipc.rules.AccessRule;
import s6j.ipc.rules.AccessRules;
import s6j.ipc.rules.RuleDatabase;
import s6j.ipc.rules.RuleDirectory;
import s6j.ipc.rules.RuleSource;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/**
 * s6-ipcserver-access: goes on if access rules allow the client of this connection in
 * (s6-ipcserver-access page).
 */
public final class IpcserverAccess {
  private static final int LONGEST_ENVIRONMENT = 1 << 17;
  private static final String[] CONNECTION_VARIABLES = {
    "REMOTEEUID", "REMOTEEGID", "REMOTEPATH", "LOCALPATH", "CONNNUM"
  };

  private static final Option VERBOSITY =
      Option.value('v', "verbosity", "0 says only what is fatal, 2 tells of refusals");
  private static final Option DESCRIBE =
      Option.flag('e', "describe the connection in the environment (default)");
  private static final Option FORGET =
      Option.flag('E', "remove the description of the connection from the environment");
  private static final Option LOCAL_NAME =
      Option.value('l', "localname", "value of ${PROTO}LOCALPATH instead of the socket's path");
  private static final Option RULES_DIRECTORY =
      Option.value('i', "rulesdir", "rules in a directory");
  private static final Option RULES_FILE =
      Option.value('x', "rulesfile", "rules in a constant database");

  private final Posix posix;
  private final Messages messages;
  private final Environment environment;
  private final AccessRule rule = new AccessRule(LONGEST_ENVIRONMENT, RuleSource.LONGEST);
  private final long verbosity;
  private final boolean describes;
  private final byte @Nullable [] localName;

  /** The rules, in one of these; null for the other. */
  private final byte @Nullable [] directory;

  private final byte @Nullable [] database;
  private byte @Nullable [] protocol;
  private long user;
  private long group;

  private IpcserverAccess(Posix posix, Messages messages, Line line) {
    this.posix = posix;
    this.messages = messages;
    this.environment = new Environment(posix);
    verbosity = line.number(VERBOSITY, 1);
    describes = !line.chose(FORGET, DESCRIBE);
    localName = line.bytes(LOCAL_NAME, null);
    boolean isFile = line.chose(RULES_FILE, RULES_DIRECTORY);
    directory = isFile ? null : line.bytes(RULES_DIRECTORY, null);
    database = isFile ? line.bytes(RULES_FILE, null) : null;
  }

  public static Program declaration() {
    return new Program(
            "s6-ipcserver-access",
            "ipcserver-access",
            "[ -v verbosity ] [ -e | -E ] [ -l localname ] [ -i rulesdir | -x rulesfile ] prog...",
            "goes on if the client of this connection is allowed in",
            IpcserverAccess::run)
        .options(VERBOSITY, DESCRIBE, FORGET, LOCAL_NAME, RULES_DIRECTORY, RULES_FILE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    IpcserverAccess access = new IpcserverAccess(posix, messages, line);
    if (line.refused()) return line.exitCode();
    if (!line.isNamed(0)) return line.usage();
    int code = access.readConnection();
    if (code == 0) code = access.check();
    return code != 0 ? code : access.goOn(line.operands(0));
  }

  private int readConnection() {
    protocol = environment.get("PROTO");
    if (protocol == null) return messages.fatal().text("PROTO not set").exit(ExitCode.USAGE);
    user = number("REMOTEEUID");
    if (user < 0) return ExitCode.USAGE;
    group = number("REMOTEEGID");
    return group < 0 ? ExitCode.USAGE : 0;
  }

  /** The value of a variable of the protocol; negative once it has said what is wrong. */
  private long number(String suffix) {
    byte[] name = variable(suffix);
    byte[] value = environment.get(name);
    if (value == null) {
      messages.fatal().bytes(name).text(" not set").end();
      return Decimal.INVALID;
    }
    long number = Decimal.parse(value);
    if (number < 0) messages.fatal().text("invalid $").bytes(name).end();
    return number;
  }

  private byte[] variable(String suffix) {
    return CString.concat(protocol, CString.of(suffix));
  }

  private int check() {
    if (directory == null && database == null) return withoutRules();
    RuleSource source =
        directory != null ? new RuleDirectory(posix, directory) : new RuleDatabase(posix, database);
    int error = source.reload();
    if (error < 0)
      return messages.fatal().unableTo("cdb_init ").bytes(database).exit(ExitCode.SYSTEM, error);
    int decision = new AccessRules(posix, source).decide((int) user, (int) group, rule);
    source.close();
    return obey(decision);
  }

  private int obey(int decision) {
    if (decision < 0) return unchecked(decision);
    if (decision == AccessRule.ALLOW) {
      if (verbosity >= 1) tell("allow").end();
      return 0;
    }
    if (verbosity >= 2) tell("deny").end(decision == AccessRule.DENY ? Errno.EACCES : Errno.ENOENT);
    return 1;
  }

  private int withoutRules() {
    if (verbosity >= 2) messages.warning().text("invoked without a ruleset!").end();
    return obey(AccessRule.ALLOW);
  }

  private int unchecked(int error) {
    messages.fatal().unableTo(directory != null ? "check fs" : "check cdb").text(" ruleset in ");
    return messages.bytes(directory != null ? directory : database).exit(ExitCode.SYSTEM, error);
  }

  private Messages tell(String decision) {
    return messages
        .info()
        .text(decision)
        .text(" pid ")
        .number(posix.getpid())
        .text(" uid ")
        .number(user)
        .text(" gid ")
        .number(group);
  }

  /** The rule's changes come first: it cannot pretend another connection. */
  private int goOn(byte[][] command) {
    changeEnvironment();
    int code = describes ? describe() : forget();
    if (code != 0) return code;
    if (rule.scriptLength == 0) return new NextProgram(posix, messages, command).exec(environment);
    byte[] script = CString.slice(rule.script, 0, rule.scriptLength);
    byte[][] execlineb = {CString.of("execlineb"), CString.of("-Pc"), script};
    return new NextProgram(posix, messages, execlineb).exec(environment);
  }

  private void changeEnvironment() {
    for (int from = 0; from < rule.environmentLength; ) {
      int to = posix.indexOf(rule.environment, from, rule.environmentLength, 0);
      if (to < 0) to = rule.environmentLength;
      byte[] change = CString.slice(rule.environment, from, to);
      int equals = CString.indexOf(change, '=');
      if (equals < 0) environment.unset(change);
      else
        environment.set(
            CString.slice(change, 0, equals), CString.slice(change, equals + 1, change.length));
      from = to + 1;
    }
  }

  private int describe() {
    byte[] name = localName;
    if (name == null) {
      SocketAddress own = new SocketAddress();
      int error = posix.localAddress(0, own);
      if (error < 0) return messages.fatal().unableTo("ipc_local").exit(ExitCode.SYSTEM, error);
      name = CString.slice(own.path, 0, own.pathLength);
    }
    environment.set(variable("LOCALPATH"), CString.slice(name, 0, CString.length(name)));
    return 0;
  }

  private int forget() {
    environment.unset("PROTO");
    for (String suffix : CONNECTION_VARIABLES) environment.unset(variable(suffix));
    return 0;
  }
}
