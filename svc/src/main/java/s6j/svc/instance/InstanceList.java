package s6j.svc.instance;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-instance-list: prints the names of a service's instances. */
public final class InstanceList {
  private InstanceList() {}

  public static Program declaration() {
    return new Program(
        "s6-instance-list",
        "instance-list",
        "service",
        "prints the names of a service's instances",
        InstanceList::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 1);
    if (line.refused()) return line.exitCode();
    byte[] service = line.operand(0);
    int code = InstancedService.enter(posix, messages, service);
    if (code != 0) return code;
    NameList names = new NameList();
    int answer = names.addDirectory(posix, CString.of("."));
    if (answer < 0)
      return messages
          .fatal()
          .unableTo("read ")
          .bytes(service)
          .text("/instance")
          .exit(ExitCode.SYSTEM, answer);
    Output out = new Output(posix, 1, 4096);
    for (int i = 0; i < names.count(); i++) out.bytes(names.get(i)).line();
    return out.finish(messages, 0);
  }
}
