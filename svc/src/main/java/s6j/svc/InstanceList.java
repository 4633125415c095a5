package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.NameList;
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
    Options options = new Options(program, arguments);
    if (options.next() != Options.END || options.firstOperand() >= arguments.length)
      return messages.usage(program);
    byte[] service = arguments[options.firstOperand()];
    int code = InstancedService.enter(posix, messages, service);
    if (code != 0) return code;
    NameList names = new NameList();
    int answer = names.addDirectory(posix, CString.of("."));
    if (answer < 0)
      return messages.fatal().unableTo("read ").bytes(service).text("/instance").exit(111, answer);
    Output out = new Output(posix, 1, 4096);
    for (int i = 0; i < names.count(); i++) out.bytes(names.get(i)).line();
    return out.finish(messages, 0);
  }
}
