package s6j.execline.descriptor;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** redirfd: opens a file at a descriptor. */
public final class Redirfd {
  private static final Option READ = Option.flag('r', "for reading");
  private static final Option WRITE = Option.flag('w', "for writing, made or emptied");
  private static final Option UPDATE = Option.flag('u', "for reading and writing");
  private static final Option APPEND = Option.flag('a', "for writing at the end, made if missing");
  private static final Option EXCLUSIVE = Option.flag('x', "for writing, and it must not exist");
  private static final Option BLOCK = Option.flag('N', "block", "wait for the other end (default)");
  private static final Option NONBLOCK =
      Option.flag('n', "nonblock", "do not wait for the other end of a fifo");
  private static final Option SWITCH =
      Option.flag('b', "switch-block", "afterwards change whether reading and writing wait");
  private static final Option OPEN =
      Option.flag('f', "open", "leave it where it was opened, its number in the variable");
  private static final Option EXPORTS =
      Option.flag('e', "no-autoimport", "with -f, leave the variable set (default)");
  private static final Option IMPORTS =
      Option.flag('E', "autoimport", "with -f, substitute the variable and remove it");
  private static final Option NO_READ = Option.flag("no-read", "not for reading");
  private static final Option ALSO_READ = Option.flag("read", "for reading too");
  private static final Option NO_WRITE = Option.flag("no-write", "not for writing");
  private static final Option ALSO_WRITE = Option.flag("write", "for writing too");
  private static final Option NO_CREATE = Option.flag("no-create", "do not make it");
  private static final Option CREATE = Option.flag("create", "make it if it is missing");
  private static final Option NO_APPEND = Option.flag("no-append", "write anywhere");
  private static final Option ALSO_APPEND = Option.flag("append", "write at the end");
  private static final Option NO_TRUNC = Option.flag("no-trunc", "do not empty it");
  private static final Option TRUNC = Option.flag("trunc", "empty it");
  private static final Option NO_EXCL = Option.flag("no-excl", "it may exist");
  private static final Option EXCL = Option.flag("excl", "it must not exist");

  private static final int READS = 1 << 30;
  private static final int WRITES = 1 << 29;
  private static final int MODE = 0666;
  private static final int C = OpenFlags.O_CREAT;
  private static final int A = OpenFlags.O_APPEND;
  private static final int T = OpenFlags.O_TRUNC;
  private static final int X = OpenFlags.O_EXCL;

  private Redirfd() {}

  public static Program declaration() {
    return new Program(
            "redirfd",
            null,
            "-[ r | w | u | a | x ] [ -N | -n ] [ -b ] [ -f ] [ -E | -e ] fd|var file prog...",
            "opens a file at a descriptor",
            Redirfd::run)
        .options(READ, WRITE, UPDATE, APPEND, EXCLUSIVE, BLOCK, NONBLOCK, SWITCH, OPEN)
        .options(EXPORTS, IMPORTS, NO_READ, ALSO_READ, NO_WRITE, ALSO_WRITE, NO_CREATE, CREATE)
        .options(NO_APPEND, ALSO_APPEND, NO_TRUNC, TRUNC, NO_EXCL, EXCL);
  }

  /** The flags behind an option: a letter of a mode takes those of others away. */
  private static int with(int flags, Option option) {
    if (option == READ) return flags & ~(WRITES | A | C | T | X) | READS;
    if (option == WRITE) return flags & ~(READS | A | X) | WRITES | C | T;
    if (option == UPDATE) return flags & ~(A | C | T | X) | READS | WRITES;
    if (option == APPEND) return flags & ~(READS | T | X) | WRITES | C | A;
    if (option == EXCLUSIVE) return flags & ~(READS | A | T) | WRITES | C | X;
    if (option == NO_READ) return flags & ~READS;
    if (option == ALSO_READ) return flags | READS;
    if (option == NO_WRITE) return flags & ~WRITES;
    if (option == ALSO_WRITE) return flags | WRITES;
    if (option == NO_CREATE) return flags & ~C;
    if (option == CREATE) return flags | C;
    return more(flags, option);
  }

  private static int more(int flags, Option option) {
    if (option == NO_APPEND) return flags & ~A;
    if (option == ALSO_APPEND) return flags | A;
    if (option == NO_TRUNC) return flags & ~T;
    if (option == TRUNC) return flags | T;
    if (option == NO_EXCL) return flags & ~X;
    return option == EXCL ? flags | X : flags;
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(3);
    if (line.refused()) return line.exitCode();
    int flags = 0;
    for (Line.Given given = line.first(); given != null; given = given.next())
      flags = with(flags, given.option);
    boolean names = line.has(OPEN);
    int to = names ? 0 : Numbers.of(line.operand(0));
    if ((flags & (READS | WRITES)) == 0 || to < 0) return call.usage();
    boolean nonBlocking = line.chose(NONBLOCK, BLOCK);
    int fd = open(call, line.operand(1), flags, nonBlocking);
    if (fd < 0) return ExitCode.SYSTEM;
    int error = line.has(SWITCH) ? posix.setNonBlocking(fd, !nonBlocking) : 0;
    if (error < 0) return call.unable("change blocking mode", error);
    if (names) {
      boolean imports = line.chose(IMPORTS, EXPORTS);
      byte[] number = Decimal.string(fd);
      return call.becomesWith(line.operand(0), number, line.operands(2), imports);
    }
    error = Numbers.move(posix, fd, to);
    return error < 0 ? call.unable("fd_move", error) : call.becomes(line.operands(2));
  }

  /** The descriptor; -1 once it is said why there is none. */
  private static int open(Call call, byte[] file, int wanted, boolean nonBlocking) {
    Posix posix = call.posix;
    boolean writes = (wanted & WRITES) != 0;
    boolean reads = (wanted & READS) != 0;
    int flags = wanted & (C | A | T | X) | (nonBlocking ? OpenFlags.O_NONBLOCK : 0);
    if (writes) flags |= reads ? OpenFlags.O_RDWR : OpenFlags.O_WRONLY;
    int fd = posix.open(Posix.CWD, file, flags, MODE);
    if (fd == -Errno.ENXIO && writes) {
      int reader = posix.open(Posix.CWD, file, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0);
      if (reader < 0) {
        call.unable("open_read ", file, reader);
        return -1;
      }
      fd = posix.open(Posix.CWD, file, flags, MODE);
      posix.close(reader);
    }
    if (fd < 0) call.unable("open ", file, fd);
    return fd;
  }
}
