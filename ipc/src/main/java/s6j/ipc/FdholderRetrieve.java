package s6j.ipc;

import s6j.cli.NextProgram;
import s6j.cli.Program;
import s6j.formats.FdholderClient;
import s6j.posix.Posix;

/**
 * s6-fdholder-retrieve: becomes a program that has a held descriptor as its standard input
 * (s6-fdholder-retrieve page).
 */
final class FdholderRetrieve {
  private boolean deletes;

  private FdholderRetrieve() {}

  static Program declaration() {
    return new Program(
            "s6-fdholder-retrieve",
            "fdholder-retrieve",
            "[ -D ] [ -t timeout ] socket id prog...",
            "becomes a program that reads a held descriptor",
            FdholderRetrieve::run)
        .flag('D', "the fd-holder forgets the descriptor")
        .value('t', "timeout", "give up after this many milliseconds; 0 is never");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    FdholderCall call = new FdholderCall(posix, program, arguments);
    FdholderRetrieve retrieve = new FdholderRetrieve();
    int code = call.parse(3, retrieve::take);
    if (code != 0) return code;
    FdholderClient client = call.connect();
    if (client == null) return 111;
    int fd = client.retrieve(call.operand(1), retrieve.deletes);
    if (fd < 0) return call.refused("retrieve fd for id ", call.operand(1), fd);
    client.close();
    int error = fd == 0 ? posix.setCloseOnExec(0, false) : posix.dup2(fd, 0);
    if (error < 0) return call.messages.fatal().unableTo("move fd").exit(111, error);
    if (fd != 0) posix.close(fd);
    call.leave();
    return new NextProgram(posix, call.messages, call.operandsFrom(2)).exec();
  }

  private boolean take(int option, byte[] value) {
    deletes = option == 'D';
    return deletes;
  }
}
