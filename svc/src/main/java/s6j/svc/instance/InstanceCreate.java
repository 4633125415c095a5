package s6j.svc.instance;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.TreeCopy;
import s6j.formats.files.TreeRemoval;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.svc.link.ServiceLink;
import s6j.svc.link.Svlink;

/** s6-instance-create: makes an instance of a service's template and starts it. */
public final class InstanceCreate {
  private final Posix posix;
  private final Messages messages;
  private final byte[] service;
  private final byte[] name;

  private InstanceCreate(Posix posix, Messages messages, byte[] service, byte[] name) {
    this.posix = posix;
    this.messages = messages;
    this.service = service;
    this.name = name;
  }

  public static Program declaration() {
    return Svlink.declareOptions(
        new Program(
            "s6-instance-create",
            "instance-create",
            "[ -d | -D ] [ -f ] [ -P ] [ -t timeout ] service instancename",
            "makes and starts an instance of a service",
            InstanceCreate::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    if (line.refused()) return line.exitCode();
    InstanceCreate create = new InstanceCreate(posix, messages, line.operand(0), line.operand(1));
    int code = create.prepare();
    if (code != 0) return code;
    ServiceLink link = Svlink.link(posix, line);
    link.keepsPath = true;
    return create.make(link, Svlink.deadline(posix, line));
  }

  private int prepare() {
    int code = InstancedService.checkName(messages, name);
    if (code != 0) return code;
    int mask = posix.umask(0);
    code = makeDirectory(CString.path(service, ServiceDirectory.INSTANCES));
    if (code == 0) code = makeDirectory(CString.path(service, ServiceDirectory.INSTANCE));
    posix.umask(mask);
    if (code == 0) code = InstancedService.enter(posix, messages, service);
    if (code == 0) code = checkAbsent();
    return code == 0 ? Svlink.checkRun(posix, messages, InstancedService.TEMPLATE) : code;
  }

  private int makeDirectory(byte[] path) {
    int answer = posix.mkdir(Posix.CWD, path, 0755);
    if (answer >= 0 || answer == -Errno.EEXIST) return 0;
    return messages.fatal().unableTo("mkdir ").bytes(path).exit(ExitCode.SYSTEM, answer);
  }

  private int checkAbsent() {
    FileStat stat = new FileStat();
    byte[] home = InstancedService.home(name);
    int answer = posix.stat(Posix.CWD, home, true, stat);
    if (answer == -Errno.ENOENT) return 0;
    if (answer < 0)
      return messages.fatal().unableTo("stat ").bytes(home).exit(ExitCode.SYSTEM, answer);
    messages.fatal();
    if (stat.isDirectory()) messages.text("instance appears to already exist at ");
    else messages.text("unexpected file preventing instance creation at ");
    return messages.bytes(service).text("/instances/").bytes(name).exit(ExitCode.USAGE);
  }

  private int make(ServiceLink link, long deadline) {
    byte[] home = InstancedService.home(name);
    TreeCopy copy = new TreeCopy(posix);
    int failure = copy.copy(InstancedService.TEMPLATE, home);
    if (failure < 0) messages.fatal().unableTo("copy ").bytes(copy.failedAt());
    else {
      failure = link.link(CString.of("."), home, name, deadline);
      if (failure >= 0) return 0;
      messages.fatal().unableTo("create instance of ").bytes(service).text(" named ").bytes(name);
    }
    int code =
        messages.exit(failure == -Errno.ETIMEDOUT ? ExitCode.TIMED_OUT : ExitCode.SYSTEM, failure);
    new TreeRemoval(posix).remove(home);
    return code;
  }
}
