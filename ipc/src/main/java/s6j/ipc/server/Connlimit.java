package s6j.ipc.server;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Operands;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/**
 * s6-connlimit: goes on only while the client has no more than ${PROTO}CONNMAX other connections
 * (s6-connlimit page).
 */
public final class Connlimit {
  private Connlimit() {}

  public static Program declaration() {
    return new Program(
        "s6-connlimit",
        "connlimit",
        "prog...",
        "goes on unless the client has too many connections",
        Connlimit::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Environment environment = new Environment(posix);
    byte[] protocol = environment.get("PROTO");
    if (protocol == null) return messages.fatal().text("PROTO not set").exit(ExitCode.USAGE);
    if (protocol.length == 0) return messages.fatal().text("empty PROTO").exit(ExitCode.USAGE);
    int code = check(messages, environment, protocol);
    if (code != 0 || arguments.length < 2) return code;
    return new NextProgram(posix, messages, Operands.from(arguments, 1)).exec(environment);
  }

  private static int check(Messages messages, Environment environment, byte[] protocol) {
    byte[] name = CString.concat(protocol, CString.of("CONNNUM"));
    byte[] present = environment.get(name);
    if (present == null) return messages.fatal().bytes(name).text(" not set").exit(ExitCode.USAGE);
    long connections = Decimal.parse(present);
    if (connections < 0) return messages.fatal().text("invalid ").bytes(name).exit(ExitCode.USAGE);
    name = CString.concat(protocol, CString.of("CONNMAX"));
    byte[] limit = environment.get(name);
    if (limit == null) return 0;
    long most = Decimal.parse(limit);
    if (most < 0) return messages.fatal().text("invalid ").bytes(name).exit(ExitCode.USAGE);
    if (connections <= most) return 0;
    return messages
        .fatal()
        .text("number of connections from this client limited to ")
        .bytes(limit)
        .exit(1);
  }
}
