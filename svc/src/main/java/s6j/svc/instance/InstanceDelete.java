package s6j.svc.instance;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.files.TreeRemoval;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.svc.link.Svunlink;

/** s6-instance-delete: stops an instance of a service and removes it. */
public final class InstanceDelete {
  private InstanceDelete() {}

  public static Program declaration() {
    return Svunlink.declareOptions(
        new Program(
            "s6-instance-delete",
            "instance-delete",
            "[ -X ] [ -t timeout ] service instancename",
            "stops and removes an instance of a service",
            InstanceDelete::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    if (line.refused()) return line.exitCode();
    byte[] service = line.operand(0);
    byte[] name = line.operand(1);
    int code = InstancedService.checkName(messages, name);
    if (code == 0) code = InstancedService.enter(posix, messages, service);
    if (code != 0) return code;
    int failure = Svunlink.unlink(posix, line, CString.of("."), name);
    // What a supervisor still works in is not removed under it; a second call does it.
    if (failure >= 0) failure = new TreeRemoval(posix).remove(InstancedService.home(name));
    if (failure >= 0) return 0;
    messages.fatal().unableTo("delete instance ").bytes(name).text(" of service ");
    return messages
        .bytes(service)
        .exit(failure == -Errno.ETIMEDOUT ? ExitCode.TIMED_OUT : ExitCode.SYSTEM, failure);
  }
}
