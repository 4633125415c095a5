package s6j.chain;

import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-connlimit: refuse a client of a super-server that has too many connections. */
public final class Connlimit {
  private Connlimit() {}

  public static Program declaration() {
    return new Program(
        "s6-connlimit",
        "connlimit",
        "prog...",
        "exits 1 if ${PROTO}CONNNUM is more than ${PROTO}CONNMAX, else runs a program",
        Connlimit::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Connlimit::plan);
  }

  private static int plan(Chain chain, Options options) {
    byte[] protocol = chain.environment.get("PROTO");
    if (protocol == null) return notSet(chain, CString.of("PROTO"));
    if (protocol.length == 0) return chain.messages.fatal().text("empty PROTO").exit(100);
    int wrong = check(chain, protocol);
    if (wrong != 0) return wrong;
    return chain.operand(1) == null ? chain.endsHere() : chain.leadsTo(1);
  }

  private static int check(Chain chain, byte[] protocol) {
    byte[] numberName = CString.concat(protocol, CString.of("CONNNUM"));
    byte[] maximumName = CString.concat(protocol, CString.of("CONNMAX"));
    byte[] number = chain.environment.get(numberName);
    byte[] maximum = chain.environment.get(maximumName);
    if (number == null) return notSet(chain, numberName);
    long present = Decimal.parse(number);
    if (present == Decimal.INVALID) return invalid(chain, numberName);
    if (maximum == null) return 0;
    long most = Decimal.parse(maximum);
    if (most == Decimal.INVALID) return invalid(chain, maximumName);
    if (present <= most) return 0;
    return chain
        .messages
        .fatal()
        .text("number of connections from this client limited to ")
        .number(most)
        .exit(1);
  }

  private static int notSet(Chain chain, byte[] variable) {
    return chain
        .messages
        .fatal()
        .text("environment variable ")
        .bytes(variable)
        .text(" not set")
        .exit(100);
  }

  private static int invalid(Chain chain, byte[] variable) {
    return chain.messages.fatal().text("invalid ").bytes(variable).exit(100);
  }
}
