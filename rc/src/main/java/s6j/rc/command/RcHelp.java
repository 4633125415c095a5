package s6j.rc.command;

import s6j.cli.Output;

/** {@code s6-rc help}: prints the commands. */
final class RcHelp {
  private RcHelp() {}

  static int run(RcCall call) {
    Output out = call.output();
    out.text("s6-rc help\n")
        .text("s6-rc [ -l live ] [ -a ] list [ servicenames... ]\n")
        .text("s6-rc [ -l live ] [ -a ] [ -u | -d ] listall [ servicenames... ]\n")
        .text("s6-rc [ -l live ] diff\n")
        .text("s6-rc [ -l live ] [ -a ] [ -u | -d | -D ] [ -p ] [ -v verbosity ] [ -t timeout ]")
        .text(" [ -n dryrunthrottle ] change [ servicenames... ]\n");
    return out.finish(call.messages, 0);
  }
}
