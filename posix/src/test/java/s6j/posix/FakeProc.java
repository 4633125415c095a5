package s6j.posix;

import static s6j.posix.OpenFlags.O_RDONLY;

import java.util.ArrayList;
import java.util.List;

/**
 * What /proc tells of the processes of a fake machine: which there are, stat, cmdline, cwd, exe,
 * fd, fd/N, and the boot id.
 */
final class FakeProc {
  private static final String ROOT = "/proc/";
  private static final long TICK_NANOS = 10_000_000;

  private FakeProc() {}

  /** A new open file as an open of the path makes it, or null for a path of another kind. */
  static FakeOpenFile open(FakePosix asking, String path, int flags) {
    FakeOpenFile file = file(asking, path);
    if (file == null) return null;
    return new FakeOpenFile(path, file.inode, file.pipe, flags);
  }

  /** The file that the path means, as it is open somewhere; null for a path of another kind. */
  static FakeOpenFile file(FakePosix asking, String path) {
    FakeKernel kernel = asking.kernel;
    if (path.equals("/proc")) return directory(kernel, path, processes(kernel));
    if (!path.startsWith(ROOT)) return null;
    if (path.equals("/proc/sys/kernel/random/boot_id"))
      return text(kernel, path, kernel.bootId + "\n");
    String[] names = path.substring(ROOT.length()).split("/");
    if (!names[0].matches("self|[0-9]+")) return null;
    FakePosix process =
        names[0].equals("self") ? asking : kernel.process(Integer.parseInt(names[0]));
    if (process == null) throw FakePosix.fail(Errno.ENOENT);
    return switch (names.length == 1 ? "" : names[1]) {
      case "" -> new FakeOpenFile(path, process.ownDirectory(), null, O_RDONLY);
      case "stat" -> text(kernel, path, stat(process));
      case "cwd" -> {
        asking.demandInsight(process);
        yield new FakeOpenFile(path, process.workingInode(), null, O_RDONLY);
      }
      case "exe" -> {
        asking.demandInsight(process);
        FakeInode program = kernel.newInode(FakeInode.REGULAR, 0755);
        program.content = head(kernel.machine);
        program.size = program.content.length;
        yield new FakeOpenFile(process.ownFile(), program, null, O_RDONLY);
      }
      case "ns" -> {
        String number = process.isInOwnPidNamespace() ? "4026532000" : "4026531836";
        yield new FakeOpenFile("pid:[" + number + "]", process.ownDirectory(), null, O_RDONLY);
      }
      case "cmdline" -> text(kernel, path, commandLine(process));
      default ->
          names.length == 2
              ? descriptors(asking, process, path)
              : descriptor(asking, process, Integer.parseInt(names[2]));
    };
  }

  private static List<String> processes(FakeKernel kernel) {
    return kernel.processes.stream().map(process -> String.valueOf(process.getpid())).toList();
  }

  /** The first bytes of a program's file, as far as they tell for which machine it is. */
  private static byte[] head(int machine) {
    return new byte[] {
      127, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, (byte) machine, 0
    };
  }

  /** Every word with a NUL behind it. */
  private static String commandLine(FakePosix process) {
    StringBuilder line = new StringBuilder();
    for (byte[] word : process.arguments()) line.append(CString.text(word)).append('\0');
    return line.toString();
  }

  private static FakeOpenFile descriptors(FakePosix asking, FakePosix process, String path) {
    asking.demandInsight(process);
    List<String> open = new ArrayList<>();
    for (int fd = 0; fd < 256; fd++) if (process.isOpen(fd)) open.add(String.valueOf(fd));
    return directory(asking.kernel, path, open);
  }

  /** Of the directory of all processes: those that there are by now. */
  static void update(FakeKernel kernel, FakeOpenFile file) {
    if (file.name.equals("/proc")) fill(kernel, file.inode, processes(kernel));
  }

  private static void fill(FakeKernel kernel, FakeInode inode, List<String> names) {
    inode.entries.clear();
    for (String name : names) inode.entries.put(name, kernel.newInode(FakeInode.DIRECTORY, 0555));
  }

  private static FakeOpenFile directory(FakeKernel kernel, String path, List<String> names) {
    FakeInode inode = kernel.newInode(FakeInode.DIRECTORY, 0555);
    fill(kernel, inode, names);
    return new FakeOpenFile(path, inode, null, O_RDONLY);
  }

  private static FakeOpenFile descriptor(FakePosix asking, FakePosix process, int fd) {
    asking.demandInsight(process);
    if (!process.isOpen(fd)) throw FakePosix.fail(Errno.ENOENT);
    return process.openFile(fd);
  }

  /** A name with blanks and parentheses, which proc(5) warns of. */
  private static String stat(FakePosix process) {
    int parent = process.ownParent() == null ? 1 : process.ownParent().getpid();
    String state = process.hasEnded() ? "Z" : process.isStopped() ? "T" : "S";
    StringBuilder line = new StringBuilder();
    line.append(process.getpid()).append(" (a) b (c) ").append(state).append(' ').append(parent);
    line.append(" 0 ").append(process.session());
    for (int field = 7; field < 22; field++) line.append(" 0");
    line.append(' ').append(process.startNanos() / TICK_NANOS);
    for (int field = 23; field < 52; field++) line.append(" 0");
    return line.append(' ').append(process.endSeen()).append("\n").toString();
  }

  private static FakeOpenFile text(FakeKernel kernel, String path, String text) {
    FakeInode inode = kernel.newInode(FakeInode.REGULAR, 0444);
    inode.content = CString.of(text);
    inode.size = inode.content.length;
    return new FakeOpenFile(path, inode, null, O_RDONLY);
  }
}
