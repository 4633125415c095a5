package s6j.ipc.fdholder;

import s6j.cli.ExitCode;
import s6j.cli.NextProgram;
import s6j.cli.Program;
import s6j.formats.FdDump;
import s6j.formats.FdLimit;
import s6j.formats.Tai64n;
import s6j.formats.talk.FdholderClient;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/**
 * s6-fdholder-getdump: becomes a program that has all held descriptors open, described by S6_FD#,
 * S6_FD_0, S6_FDID_0, S6_FDLIMIT_0 and so on (s6-fdholder-getdump page).
 */
public final class FdholderGetdump {
  static final byte[] COUNT = CString.of("S6_FD#");
  static final byte[] DESCRIPTOR = CString.of("S6_FD_");
  static final byte[] ID = CString.of("S6_FDID_");
  static final byte[] LIMIT = CString.of("S6_FDLIMIT_");

  private FdholderGetdump() {}

  public static Program declaration() {
    return FdholderCall.declare(
        new Program(
            "s6-fdholder-getdump",
            "fdholder-getdump",
            "[ -t timeout ] socket prog...",
            "becomes a program that has all descriptors of an fd-holder",
            FdholderGetdump::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments, 2);
    if (call.line.refused()) return call.line.exitCode();
    FdholderClient client = call.connect();
    if (client == null) return ExitCode.SYSTEM;
    FdDump dump = new FdDump();
    int error = client.getDump(dump);
    if (error < 0) return call.refused("get dump", error);
    client.close();
    Environment environment = new Environment(posix);
    error = describe(posix, dump, environment);
    if (error < 0) return call.messages.fatal().unableTo("uncoe").exit(ExitCode.SYSTEM, error);
    call.leave();
    return new NextProgram(posix, call.messages, call.line.operands(1)).exec(environment);
  }

  private static int describe(Posix posix, FdDump dump, Environment environment) {
    environment.set(COUNT, Decimal.string(dump.count()));
    for (int i = 0; i < dump.count(); i++) {
      int error = posix.setCloseOnExec(dump.descriptor(i), false);
      if (error < 0) return error;
      environment.set(numbered(DESCRIPTOR, i), Decimal.string(dump.descriptor(i)));
      environment.set(numbered(ID, i), dump.id(i));
      byte[] limit = numbered(LIMIT, i);
      if (FdLimit.isNever(posix, dump.limit(i))) environment.unset(limit);
      else environment.set(limit, label(dump.limit(i)));
    }
    return 0;
  }

  static byte[] numbered(byte[] name, int number) {
    return CString.concat(name, Decimal.string(number));
  }

  private static byte[] label(byte[] limit) {
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    Tai64n.labelOf(limit, 0, label, 0);
    return label;
  }
}
