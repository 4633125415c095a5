package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import jnr.constants.platform.Fcntl;
import jnr.posix.Group;
import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;
import jnr.posix.Passwd;
import jnr.posix.RLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.posix.jnr.JnrPosix;

/** Where JNR-POSIX has a call, it and ours answer the same of the same system. */
class PosixLibraryTest {
  private static final int NOBODY = 1_999_999_999;

  private final POSIX theirs = POSIXFactory.getNativePOSIX();
  private final Posix ours = new JnrPosix();

  @TempDir Path directory;

  private byte[] path(String name) {
    return CString.of(directory.resolve(name).toString());
  }

  /** Theirs as ours: -1 with an errno is the negated errno. */
  private long answer(long result) {
    return result == -1 ? -theirs.errno() : result;
  }

  @Test
  void numbersOfThisProcess() {
    assertEquals(theirs.getpid(), ours.getpid());
    assertEquals(theirs.getppid(), ours.getppid());
    assertEquals(theirs.getuid(), ours.getuid());
    assertEquals(theirs.geteuid(), ours.geteuid());
    assertEquals(theirs.getgid(), ours.getgid());
    assertEquals(theirs.getegid(), ours.getegid());
    assertEquals(theirs.getpgid(0), ours.getpgid(0));
    assertEquals(answer(theirs.getpgid(NOBODY)), ours.getpgid(NOBODY));
  }

  @Test
  void limitsMaskAndDirectory() {
    RLimit limit = theirs.getrlimit(Posix.RLIMIT_NOFILE);
    long[] limits = new long[2];
    assertEquals(0, ours.getLimit(Posix.RLIMIT_NOFILE, limits));
    assertArrayEquals(new long[] {limit.rlimCur(), limit.rlimMax()}, limits);
    int mask = theirs.umask(027);
    assertEquals(027, ours.umask(mask));
    byte[] here = new byte[4096];
    int length = ours.getcwd(here);
    assertEquals(theirs.getcwd(), CString.text(CString.slice(here, 0, length)));
  }

  @Test
  void signalsToOthers() {
    int self = ours.getpid();
    assertEquals(answer(theirs.kill(self, 0)), ours.kill(self, 0));
    assertEquals(answer(theirs.kill(NOBODY, 0)), ours.kill(NOBODY, 0));
    assertEquals(answer(theirs.kill(self, 99)), ours.kill(self, 99));
  }

  @Test
  void childrenAreOurs() {
    assertEquals(WaitStatus.exitCode(theirs(7)), WaitStatus.exitCode(ours(7)));
    int[] status = new int[1];
    assertEquals(answer(theirs.waitpid(NOBODY, status, 0)), ours.waitpid(NOBODY, status, 0));
  }

  private int child(int code) {
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/bin/sh");
    spawn.arguments = new byte[][] {CString.of("sh"), CString.of("-c"), CString.of("exit " + code)};
    int pid = ours.spawn(spawn);
    assertTrue(pid > 1, Errno.text(-pid));
    return pid;
  }

  private int ours(int code) {
    int[] status = new int[1];
    int pid = child(code);
    assertEquals(pid, ours.waitpid(pid, status, 0));
    return status[0];
  }

  private int theirs(int code) {
    int[] status = new int[1];
    int pid = child(code);
    assertEquals(pid, theirs.waitpid(pid, status, 0));
    return status[0];
  }

  @Test
  void descriptors() {
    byte[] path = path("file");
    int fd = ours.open(Posix.CWD, path, OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0640);
    assertTrue(fd > 2, Errno.text(-fd));
    assertEquals(5, theirs.write(fd, CString.of("12345"), 5));
    assertEquals(answer(theirs.lseekLong(fd, -2, 2)), ours.seek(fd, -2, 2));
    assertEquals(answer(theirs.lseekLong(fd, -9, 0)), ours.seek(fd, -9, 0));
    assertEquals(answer(theirs.ftruncate(fd, -1)), ours.truncate(fd, -1));
    assertEquals(answer(theirs.fchmod(fd, 0600)), ours.fchmod(fd, 0600));
    assertEquals(theirs.isatty(fd) == 1, ours.isTerminal(fd));
    assertEquals(theirs.fcntl(fd, Fcntl.F_GETFL) & 3, ours.descriptorFlags(fd) & 3);
    sameFile(fd, path);
    assertEquals(0, ours.flock(fd, true, false));
    int other = ours.open(Posix.CWD, path, OpenFlags.O_RDWR, 0);
    assertEquals(answer(theirs.flock(other, 2 | 4)), ours.flock(other, true, false));
    assertEquals(0, ours.close(other));
    assertEquals(0, theirs.close(fd));
    assertEquals(answer(theirs.close(fd)), ours.close(fd));
    assertEquals(answer(theirs.dup2(fd, fd + 1)), ours.dup2(fd, fd + 1));
  }

  private void sameFile(int fd, byte[] path) {
    jnr.posix.FileStat their = theirs.fstat(fd);
    FileStat our = new FileStat();
    assertEquals(0, ours.stat(Posix.CWD, path, true, our));
    assertEquals(their.ino(), our.inode);
    assertEquals(their.dev(), our.device);
    assertEquals(their.mode(), our.mode);
    assertEquals(their.nlink(), our.links);
    assertEquals(their.st_size(), our.size);
    assertEquals(their.uid(), our.uid);
    assertEquals(their.gid(), our.gid);
    assertEquals(their.mtime(), our.modifiedNanos / 1_000_000_000);
  }

  @Test
  void names() {
    byte[] fifo = path("fifo");
    assertEquals(0, theirs.mkfifo(CString.text(fifo), 0600));
    assertEquals(answer(theirs.mkfifo(CString.text(fifo), 0600)), ours.mkfifo(Posix.CWD, fifo, 0));
    String none = directory.resolve("none").toString();
    assertEquals(answer(theirs.libc().rmdir(none)), ours.rmdir(Posix.CWD, CString.of(none)));
    assertEquals(answer(theirs.access(none, 0)), ours.access(Posix.CWD, CString.of(none), 0));
    assertEquals(answer(theirs.chdir(CString.text(fifo))), ours.chdir(fifo));
  }

  @Test
  void accounts() {
    Passwd root = theirs.getpwuid(0);
    Account account = new Account();
    assertEquals(0, ours.userByName(CString.of(root.getLoginName()), account));
    assertEquals(root.getUID(), account.uid);
    assertEquals(root.getGID(), account.gid);
    assertEquals(root.getHome(), CString.text(account.home));
    assertEquals(root.getShell(), CString.text(account.shell));
    Group group = theirs.getgrgid(0);
    assertEquals(group.getGID(), ours.groupByName(CString.of(group.getName())));
    assertEquals(-Errno.ENOENT, ours.userById(NOBODY, account));
  }
}
