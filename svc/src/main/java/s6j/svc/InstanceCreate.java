package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.TreeCopy;
import s6j.posix.TreeRemoval;

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
    ServiceLink link = new ServiceLink(posix);
    link.keepsPath = true;
    Svlink.Choice choice = new Svlink.Choice();
    int code = choice.parse(program, messages, arguments, link);
    if (code != 0) return code;
    byte[] service = arguments[choice.firstOperand];
    byte[] name = arguments[choice.firstOperand + 1];
    InstanceCreate create = new InstanceCreate(posix, messages, service, name);
    code = create.prepare();
    return code == 0 ? create.make(link, Timeout.deadline(posix, choice.timeoutMillis)) : code;
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
    return messages.fatal().unableTo("mkdir ").bytes(path).exit(111, answer);
  }

  private int checkAbsent() {
    FileStat stat = new FileStat();
    byte[] home = InstancedService.home(name);
    int answer = posix.stat(Posix.CWD, home, true, stat);
    if (answer == -Errno.ENOENT) return 0;
    if (answer < 0) return messages.fatal().unableTo("stat ").bytes(home).exit(111, answer);
    messages.fatal();
    if (stat.isDirectory()) messages.text("instance appears to already exist at ");
    else messages.text("unexpected file preventing instance creation at ");
    return messages.bytes(service).text("/instances/").bytes(name).exit(100);
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
    int code = messages.exit(failure == -Errno.ETIMEDOUT ? 99 : 111, failure);
    new TreeRemoval(posix).remove(home);
    return code;
  }
}
