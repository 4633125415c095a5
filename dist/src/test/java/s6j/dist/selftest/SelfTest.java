package s6j.dist.selftest;

import s6j.cli.Output;
import s6j.formats.Tai64n;
import s6j.log.LogTransitions;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.LineCopy;
import s6j.posix.Posix;
import s6j.posix.PosixContract;
import s6j.posix.Signal;
import s6j.posix.WaitStatus;
import s6j.rc.RcTransitions;
import s6j.supervise.SuperviseTransitions;
import s6j.svc.WaitTransitions;
import s6j.svscan.SvscanTransitions;
import s6j.watch.HealthTransitions;
import s6j.watch.WatchTransitions;

/**
 * Named self-tests, run on the JVM and in a native image: what they print must be the same.
 * Arguments: the name of the test, a scratch directory.
 */
final class SelfTest {
  private static final int STDOUT = 1;
  private static final int ROUNDS = 2000;

  private final Output output;
  private long seed = 42;

  private SelfTest(Posix posix) {
    output = new Output(posix, STDOUT, 65536);
  }

  /** The exit code: 0, 1 for a failed check, 100 for an unknown name. */
  static int run(Posix posix, byte[][] arguments) {
    SelfTest test = new SelfTest(posix);
    int code = test.run(posix, arguments[1], arguments[2]);
    test.output.flush();
    return code;
  }

  private int run(Posix posix, byte[] name, byte[] scratch) {
    if (CString.is(name, "supervise")) SuperviseTransitions.print(output);
    else if (CString.is(name, "svc")) WaitTransitions.print(output);
    else if (CString.is(name, "svscan")) SvscanTransitions.print(output);
    else if (CString.is(name, "rc")) RcTransitions.print(output);
    else if (CString.is(name, "log")) LogTransitions.print(output);
    else if (CString.is(name, "watch")) watch();
    else if (CString.is(name, "encodings")) encodings();
    else if (CString.is(name, "lines")) lines(posix);
    else if (CString.is(name, "arguments")) output.bytes(scratch).line();
    else if (CString.is(name, "contract")) return contract(posix, scratch);
    else return 100;
    return 0;
  }

  private int contract(Posix posix, byte[] scratch) {
    int missing = posix.geteuid() == 0 ? 0 : PosixContract.NAMESPACES;
    return new PosixContract(posix, scratch, this::tell).without(missing).runAll() == 0 ? 0 : 1;
  }

  private void tell(String name, boolean condition) {
    output.text(condition ? "ok " : "FAILED ").text(name).line();
  }

  private void watch() {
    WatchTransitions.print(output);
    HealthTransitions.print(output);
  }

  private void encodings() {
    byte[] bytes = new byte[Tai64n.LABEL_SIZE];
    for (int i = 0; i < ROUNDS; i++) {
      long nanos = random() & Long.MAX_VALUE;
      Tai64n.encode(nanos, bytes, 0);
      output.number(nanos).text(" ").number(Tai64n.decode(bytes, 0)).text(" ");
      output.bytes(bytes, 0, Tai64n.label(nanos, bytes, 0)).line();
      numbers(bytes);
    }
  }

  private void numbers(byte[] bytes) {
    int status = (int) random() & 0xffff;
    output.number(WaitStatus.passedOn(status)).text(" ").number(WaitStatus.signal(status));
    for (int i = 0; i < 4; i++) bytes[i] = (byte) ("0123456789HUPa-".charAt((int) (random() & 7)));
    bytes[(int) (random() & 3) + 1] = 0;
    output.text(" ").bytes(bytes).text(" ").number(Decimal.parse(bytes));
    output.text(" ").number(Decimal.parseOctal(bytes)).text(" ").number(Signal.number(bytes));
    output.text(" ").text(Signal.name(status & 31)).line();
  }

  /** Lines of all lengths near those of words and heads, into targets that are too small or not. */
  private void lines(Posix posix) {
    LineCopy copy = new LineCopy();
    for (int i = 0; i < ROUNDS; i++) {
      copy.head = text((int) (random() & (i % 8 == 0 ? 0xff : 0x1f)), false);
      copy.headLength = copy.head.length;
      copy.source = text((int) (random() & 0xff), true);
      copy.from = (int) (random() & 7) % (copy.source.length + 1);
      copy.to = copy.source.length - (int) (random() & 7) % (copy.source.length - copy.from + 1);
      copy.longest = 1 + (int) (random() & 0x3f);
      copy.target = new byte[(int) (random() & 0x3ff)];
      copy.at = (int) (random() & 7) % (copy.target.length + 1);
      int begin = copy.at;
      posix.copyLines(copy);
      output.number(copy.from).text(" ").number(copy.at).text(" ");
      output.bytes(copy.target, begin, copy.at - begin).line();
    }
  }

  private byte[] text(int length, boolean ofLines) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      int draw = (int) random() & 0x7f;
      text[i] = (byte) (ofLines && draw < 8 ? '\n' : draw < 16 ? 0x8a : 'a' + draw % 26);
    }
    return text;
  }

  private long random() {
    seed = seed * 6364136223846793005L + 1442695040888963407L;
    return seed >>> 20 ^ seed << 31;
  }
}
