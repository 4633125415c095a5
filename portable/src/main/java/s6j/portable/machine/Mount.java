package s6j.portable.machine;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.MountTable;
import s6j.portable.call.ToolCall;
import s6j.portable.text.Copying;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** s6-mount: file systems into their places, or what is mounted. */
public final class Mount {
  private static final Option ALL = Option.flag('a', "mount all that the table says");
  private static final Option TABLE =
      Option.value('z', "fstab", "the table, instead of /etc/fstab");
  private static final Option READ_ONLY = Option.flag('r', "as -o ro");
  private static final Option WRITABLE = Option.flag('w', "as -o rw");
  private static final Option TYPE = Option.value('t', "type", "the type of the file system");
  private static final Option OPTIONS = Option.value('o', "option", "options, with commas between");

  private static final byte[] NONE = CString.of("none");
  private static final byte[] USUAL_TABLE = CString.of("/etc/fstab");
  private static final byte[] MOUNTS = CString.of("/proc/mounts");
  private static final byte[] RO = CString.of("ro");
  private static final byte[] RW = CString.of("rw");
  private static final int STDOUT = 1;
  private static final int BUSY = 1;

  /** Device, directory and type; the options and two numbers may lack. */
  private static final int FIELDS = 3;

  private final ToolCall call;
  private final Posix posix;
  private int failures;

  private Mount(ToolCall call) {
    this.call = call;
    posix = call.posix;
  }

  public static Program declaration() {
    return new Program(
            "s6-mount",
            null,
            "[ -a ] [ -z fstab ] | s6-mount [ -n ] [ -t type ] [ -o option[,option...] ]... device"
                + " mountpoint",
            "mounts file systems",
            Mount::run)
        .options(ALL, TABLE, READ_ONLY, WRITABLE, TYPE, OPTIONS)
        .ignoring(Option.flag('n', "nothing: no record is kept anyway"));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    Mount mount = new Mount(call);
    if (line.has(ALL)) return mount.mountAll(line.bytes(TABLE, USUAL_TABLE));
    if (line.operandCount() == 0) return mount.list();
    return line.operandCount() == 1 ? line.usage() : mount.mountOne(line);
  }

  private int list() {
    int fd = posix.open(Posix.CWD, MOUNTS, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
    if (fd < 0) return call.unable("read ", MOUNTS, fd);
    int error = new Copying(posix).copy(fd, STDOUT);
    posix.close(fd);
    return error < 0 ? call.unable("fd_cat ", MOUNTS, error) : 0;
  }

  private int mountOne(Line line) {
    MountOptions options = new MountOptions();
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == READ_ONLY) options.add(RO);
      if (given.option == WRITABLE) options.add(RW);
      if (given.option == OPTIONS) options.add(given.value);
    }
    byte[] device = line.operand(0);
    byte[] directory = line.operand(1);
    int error = mount(device, directory, line.bytes(TYPE, NONE), options);
    if (error >= 0) return 0;
    call.messages.fatal().unableTo("mount ").bytes(device).text(" on ").bytes(directory);
    return call.messages.exit(error == -Errno.EBUSY ? BUSY : ExitCode.SYSTEM, error);
  }

  private int mount(byte[] device, byte[] directory, byte[] type, MountOptions options) {
    return posix.mount(device, directory, type, options.flags(), options.data());
  }

  private int mountAll(byte[] path) {
    MountTable table = new MountTable(posix);
    int error = table.read(path);
    if (error < 0) return call.unable("open ", path, error);
    for (int number = 1; table.next(); number++)
      if (!table.isEmpty()) mountLine(table, path, number);
    return ToolCall.failures(failures);
  }

  private void mountLine(MountTable table, byte[] path, int number) {
    if (table.fields() < FIELDS) {
      call.messages.warning().text("no mount in ").bytes(path).text(", line ").number(number).end();
      failures++;
      return;
    }
    byte[] device = table.field(0);
    byte[] directory = table.field(1);
    MountOptions options = new MountOptions();
    options.addOfTable(table.field(FIELDS));
    if (options.isManual() || CString.is(table.field(2), "swap")) return;
    int error = mount(device, directory, table.field(2), options);
    if (error >= 0) return;
    failures++;
    call.messages.warning().unableTo("mount ").bytes(device).text(" on ").bytes(directory);
    call.messages.end(error);
  }
}
