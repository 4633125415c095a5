package s6j.machine.end;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** Asks which machine is meant, so that a shutdown does not end another one. */
final class HostnameQuestion {
  private static final int LONGEST = 64;
  private static final int MISMATCH = 1;
  private static final byte[] PROMPT = CString.of("Please enter the machine's hostname: ");

  private final Posix posix;
  private final Messages messages;

  HostnameQuestion(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  /** 0 if the answer was right, else the exit code. */
  int ask() {
    if (!posix.isTerminal(0) || !posix.isTerminal(1))
      return messages
          .fatal()
          .unableTo("ask hostname confirmation: stdin or stdout is not a tty")
          .exit(ExitCode.USAGE);
    byte[] name = new byte[256];
    int length = posix.hostName(name);
    if (length < 0) return unable("get host name", length);
    int error = Transfer.writeFully(posix, 1, PROMPT, PROMPT.length);
    if (error < 0) return unable("write to stdout", error);
    error = posix.forgetInput(0);
    if (error < 0) return unable("empty stdin buffer", error);
    byte[] answer = new byte[LONGEST];
    int got = posix.read(0, answer, 0, LONGEST);
    if (got <= 0) return unable("read from stdin", got == 0 ? -Errno.EPIPE : got);
    byte[] expected = firstPart(CString.slice(name, 0, length), '.');
    byte[] given = firstPart(firstPart(CString.slice(answer, 0, got), '\n'), '.');
    if (CString.equal(lower(expected), lower(given))) return 0;
    return messages.fatal().text("hostname mismatch: expecting ").bytes(expected).exit(MISMATCH);
  }

  private int unable(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }

  private static byte[] firstPart(byte[] name, int end) {
    int length = CString.indexOf(name, end);
    return length < 0 ? name : CString.slice(name, 0, length);
  }

  private static byte[] lower(byte[] name) {
    byte[] lower = CString.slice(name, 0, CString.length(name));
    for (int i = 0; i < lower.length; i++)
      if (lower[i] >= 'A' && lower[i] <= 'Z') lower[i] += 'a' - 'A';
    return lower;
  }
}
