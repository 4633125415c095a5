package s6j.ipc.fdholder;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.FdDump;
import s6j.formats.FdLimit;
import s6j.formats.talk.FdholderClient;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/**
 * s6-fdholder-setdump: has an fd-holder keep all descriptors that the environment describes as
 * s6-fdholder-getdump does (s6-fdholder-setdump page).
 */
public final class FdholderSetdump {
  private final FdholderCall call;
  private final Environment environment;
  private final FdDump dump = new FdDump();
  private long count;

  private FdholderSetdump(FdholderCall call) {
    this.call = call;
    this.environment = new Environment(call.posix);
  }

  public static Program declaration() {
    return FdholderCall.declare(
        new Program(
            "s6-fdholder-setdump",
            "fdholder-setdump",
            "[ -t timeout ] socket",
            "has an fd-holder keep all descriptors of a dump",
            FdholderSetdump::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments, 1);
    if (call.line.refused()) return call.line.exitCode();
    FdholderSetdump setdump = new FdholderSetdump(call);
    int code = setdump.count();
    if (code != 0) return code;
    FdholderClient client = call.connect();
    if (client == null) return ExitCode.SYSTEM;
    code = setdump.read();
    if (code != 0) return code;
    int error = client.setDump(setdump.dump);
    return error < 0 ? call.refused("set dump", error) : 0;
  }

  private int count() {
    byte[] value = environment.get(FdholderGetdump.COUNT);
    count = value == null ? described() : Decimal.parse(value);
    if (value == null && count == 0) return notSet(FdholderGetdump.COUNT);
    return count < 0 ? invalid(FdholderGetdump.COUNT) : 0;
  }

  /** After the connection, as in s6: who has neither a holder nor a dump is told of the holder. */
  private int read() {
    int code = 0;
    for (int i = 0; i < count && code == 0; i++) code = readOne(i);
    return code;
  }

  /** Some shells drop S6_FD#, whose name is none to them. */
  private int described() {
    int count = 0;
    while (environment.get(FdholderGetdump.numbered(FdholderGetdump.DESCRIPTOR, count)) != null)
      count++;
    return count;
  }

  private int readOne(int number) {
    byte[] name = FdholderGetdump.numbered(FdholderGetdump.DESCRIPTOR, number);
    byte[] value = environment.get(name);
    if (value == null) return notSet(name);
    long fd = Decimal.parse(value);
    if (fd < 0 || fd > Integer.MAX_VALUE) return invalid(name);
    name = FdholderGetdump.numbered(FdholderGetdump.ID, number);
    byte[] id = environment.get(name);
    if (id == null) return notSet(name);
    if (id.length == 0 || id.length > FdDump.LONGEST_ID) return invalid(name);
    name = FdholderGetdump.numbered(FdholderGetdump.LIMIT, number);
    byte[] label = environment.get(name);
    byte[] limit = label == null ? FdLimit.never(call.posix) : FdLimit.parse(label);
    if (limit == null) return invalid(name);
    dump.add(id, (int) fd, limit);
    return 0;
  }

  private int notSet(byte[] name) {
    return messages().fatal().bytes(name).text(" not set").exit(ExitCode.USAGE);
  }

  private int invalid(byte[] name) {
    return messages().fatal().text("invalid $").bytes(name).exit(ExitCode.USAGE);
  }

  private Messages messages() {
    return call.messages;
  }
}
