package s6j.ipc.fdholder;

import s6j.cli.ExitCode;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.talk.FdholderClient;
import s6j.posix.Posix;

/**
 * s6-fdholder-retrieve: becomes a program that has a held descriptor as its standard input
 * (s6-fdholder-retrieve page).
 */
public final class FdholderRetrieve {
  private static final Option DELETES = Option.flag('D', "the fd-holder forgets the descriptor");

  private FdholderRetrieve() {}

  public static Program declaration() {
    return FdholderCall.declare(
        new Program(
                "s6-fdholder-retrieve",
                "fdholder-retrieve",
                "[ -D ] [ -t timeout ] socket id prog...",
                "becomes a program that reads a held descriptor",
                FdholderRetrieve::run)
            .options(DELETES));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments, 3);
    if (call.line.refused()) return call.line.exitCode();
    FdholderClient client = call.connect();
    if (client == null) return ExitCode.SYSTEM;
    int fd = client.retrieve(call.operand(1), call.line.has(DELETES));
    client.close();
    if (fd < 0) return call.refused("retrieve fd for id ", call.operand(1), fd);
    int error = fd == 0 ? posix.setCloseOnExec(0, false) : posix.dup2(fd, 0);
    if (error < 0) return call.messages.fatal().unableTo("move fd").exit(ExitCode.SYSTEM, error);
    if (fd != 0) posix.close(fd);
    call.leave();
    return new NextProgram(posix, call.messages, call.line.operands(2)).exec();
  }
}
