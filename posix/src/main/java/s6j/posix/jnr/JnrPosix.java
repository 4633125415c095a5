package s6j.posix.jnr;

import static s6j.posix.Errno.ENOSYS;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.PeerCredentials;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;
import s6j.posix.Spawn;

/**
 * The system calls on the JVM, through JNR to glibc on x86-64 and arm64 Linux: the development
 * build. An instance serves one thread, since its calls share memory outside the heap.
 *
 * <p>What differs from the native build: {@link #fork} is {@code -ENOSYS}; {@link #signals} blocks
 * the signals in the calling thread only, so a launcher that wants them here starts the virtual
 * machine with them blocked ({@code env --block-signal=TERM ... java -Xrs ...}) and tells so in
 * {@code S6J_JVM_BLOCKED}; SIGPIPE is handled by the virtual machine, and ignored again if the
 * launcher says that it was.
 */
public final class JnrPosix implements Posix {
  private static final int CLOCK_REALTIME = 0;
  private static final int CLOCK_MONOTONIC = 1;
  private static final long TIOCSCTTY = 0x540e;

  /** The name that the launcher was run by. */
  private static byte[] calledAs = {};

  private final FileCalls c = CLibrary.bind(FileCalls.class);
  private final JnrFiles files = new JnrFiles(c);
  private final JvmTraces traces = new JvmTraces(c);
  private JnrProcesses processes;
  private JnrSpawn spawner;
  private JnrSockets sockets;
  private JnrUsers users;
  private JnrRegexes regexes;

  public JnrPosix() {
    if (traces.ignoresPipe()) processes().ignoreSignal(Signal.SIGPIPE);
  }

  /** The last {@code argc} arguments of this process as they were given, undecoded. */
  public static byte[][] commandLine(int argc) {
    byte[] all = bytesOf("/proc/self/cmdline");
    byte[][] arguments = new byte[argc][];
    int end = all.length - 1;
    for (int i = argc - 1; i >= 0; i--) {
      int start = end;
      while (start > 0 && all[start - 1] != 0) start--;
      arguments[i] = CString.slice(all, start, end);
      end = start - 1;
    }
    if (argc > 0) calledAs = arguments[0];
    return arguments;
  }

  private static byte[] bytesOf(String file) {
    try (FileInputStream stream = new FileInputStream(file)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The calls that few programs need are bound when they are first used: binding is slow.

  private JnrProcesses processes() {
    if (processes == null) processes = new JnrProcesses(c, traces);
    return processes;
  }

  private JnrSockets sockets() {
    if (sockets == null) sockets = new JnrSockets(c);
    return sockets;
  }

  private JnrUsers users() {
    if (users == null) users = new JnrUsers();
    return users;
  }

  private JnrRegexes regexes() {
    if (regexes == null) regexes = new JnrRegexes();
    return regexes;
  }

  @Override
  public int open(int directory, byte[] path, int flags, int mode) {
    return files.open(directory, path, flags, mode);
  }

  @Override
  public int close(int fd) {
    return files.close(fd);
  }

  @Override
  public int read(int fd, byte[] buffer, int offset, int length) {
    return files.read(fd, buffer, offset, length);
  }

  @Override
  public int write(int fd, byte[] buffer, int offset, int length) {
    return files.write(fd, buffer, offset, length);
  }

  @Override
  public int writeAt(int fd, byte[] buffer, int offset, int length, long place) {
    return files.writeAt(fd, buffer, offset, length, place);
  }

  @Override
  public long seek(int fd, long offset, int whence) {
    return files.seek(fd, offset, whence);
  }

  @Override
  public int truncate(int fd, long length) {
    return files.truncate(fd, length);
  }

  @Override
  public int fsync(int fd) {
    return files.fsync(fd);
  }

  @Override
  public int stat(int directory, byte[] path, boolean follow, FileStat stat) {
    return files.stat(directory, path, follow, stat);
  }

  @Override
  public int fstat(int fd, FileStat stat) {
    return files.fstat(fd, stat);
  }

  @Override
  public int access(int directory, byte[] path, int mode) {
    return files.access(directory, path, mode);
  }

  @Override
  public int mkdir(int directory, byte[] path, int mode) {
    return files.mkdir(directory, path, mode);
  }

  @Override
  public int mkfifo(int directory, byte[] path, int mode) {
    return files.mkfifo(directory, path, mode);
  }

  @Override
  public int unlink(int directory, byte[] path) {
    return files.unlink(directory, path);
  }

  @Override
  public int rmdir(int directory, byte[] path) {
    return files.rmdir(directory, path);
  }

  @Override
  public int rename(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    return files.rename(fromDirectory, from, toDirectory, to);
  }

  @Override
  public int link(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    return files.link(fromDirectory, from, toDirectory, to);
  }

  @Override
  public int symlink(byte[] target, int directory, byte[] path) {
    return files.symlink(target, directory, path);
  }

  @Override
  public int readlink(int directory, byte[] path, byte[] buffer) {
    return files.readlink(directory, path, buffer);
  }

  @Override
  public int chmod(int directory, byte[] path, int mode) {
    return files.chmod(directory, path, mode);
  }

  @Override
  public int fchmod(int fd, int mode) {
    return files.fchmod(fd, mode);
  }

  @Override
  public int chown(int directory, byte[] path, int uid, int gid) {
    return files.chown(directory, path, uid, gid);
  }

  @Override
  public int fchown(int fd, int uid, int gid) {
    return files.fchown(fd, uid, gid);
  }

  @Override
  public int setTimes(int directory, byte[] path, long accessNanos, long modificationNanos) {
    return files.setTimes(directory, path, accessNanos, modificationNanos);
  }

  @Override
  public int umask(int mask) {
    return c.umask(mask);
  }

  @Override
  public int chdir(byte[] path) {
    return files.chdir(path);
  }

  @Override
  public int chroot(byte[] path) {
    return files.chroot(path);
  }

  @Override
  public int fchdir(int fd) {
    return CLibrary.answer(c.fchdir(fd));
  }

  @Override
  public int getcwd(byte[] buffer) {
    return files.getcwd(buffer);
  }

  @Override
  public int directoryEntries(int fd, byte[] buffer) {
    return files.directoryEntries(fd, buffer);
  }

  @Override
  public int pipe(int[] ends, int flags) {
    return files.pipe(ends, flags);
  }

  @Override
  public int dup2(int from, int to) {
    return files.dup2(from, to);
  }

  @Override
  public int dup(int fd, int least, boolean closeOnExec) {
    return files.dup(fd, least, closeOnExec);
  }

  @Override
  public int setNonBlocking(int fd, boolean nonBlocking) {
    return files.setNonBlocking(fd, nonBlocking);
  }

  @Override
  public int setCloseOnExec(int fd, boolean closeOnExec) {
    return files.setCloseOnExec(fd, closeOnExec);
  }

  @Override
  public int descriptorFlags(int fd) {
    return files.descriptorFlags(fd);
  }

  @Override
  public int lock(int fd, boolean exclusive, boolean wait) {
    return files.lock(fd, exclusive, wait);
  }

  @Override
  public int unlock(int fd) {
    return files.unlock(fd);
  }

  @Override
  public int flock(int fd, boolean exclusive, boolean wait) {
    return files.flock(fd, exclusive, wait);
  }

  @Override
  public int isLocked(int fd) {
    return files.isLocked(fd);
  }

  @Override
  public int lockHolder(int fd) {
    return files.lockHolder(fd);
  }

  @Override
  public int poll(Poller poller, int timeoutMillis) {
    return files.poll(poller, timeoutMillis);
  }

  @Override
  public int openPollSet() {
    return files.openPollSet();
  }

  @Override
  public int addToPollSet(int set, int fd) {
    return files.addToPollSet(set, fd);
  }

  @Override
  public int readyOfPollSet(int set, int[] descriptors) {
    return files.readyOfPollSet(set, descriptors);
  }

  @Override
  public int openWatch() {
    return files.openWatch();
  }

  @Override
  public int addWatch(int watch, byte[] path, int events) {
    return files.addWatch(watch, path, events);
  }

  @Override
  public boolean isTerminal(int fd) {
    return c.isatty(fd) == 1;
  }

  @Override
  public int terminalColumns(int fd) {
    return files.terminalColumns(fd);
  }

  @Override
  public long monotonicNanos() {
    return files.clock(CLOCK_MONOTONIC);
  }

  @Override
  public long realtimeNanos() {
    return files.clock(CLOCK_REALTIME);
  }

  @Override
  public int localTime(long epochSeconds, int[] fields) {
    return files.localTime(epochSeconds, fields);
  }

  @Override
  public int getpid() {
    return c.getpid();
  }

  @Override
  public int getppid() {
    return c.getppid();
  }

  @Override
  public int getuid() {
    return c.getuid();
  }

  @Override
  public int geteuid() {
    return c.geteuid();
  }

  @Override
  public int getgid() {
    return c.getgid();
  }

  @Override
  public int getegid() {
    return c.getegid();
  }

  @Override
  public byte[][] environment() {
    return traces.environment();
  }

  @Override
  public int ownPath(byte[] buffer) {
    int length = CString.length(calledAs);
    if (length == 0) return -Errno.ENOENT;
    if (length > buffer.length) return -Errno.ENAMETOOLONG;
    System.arraycopy(calledAs, 0, buffer, 0, length);
    return length;
  }

  /** The launcher tells it. */
  @Override
  public byte[] builtPath() {
    String path = System.getProperty("s6j.path", "");
    return path.isEmpty() ? null : CString.of(path);
  }

  @Override
  public void exit(int code) {
    c._exit(code);
  }

  @Override
  public int spawn(Spawn spawn) {
    if (spawner == null) spawner = new JnrSpawn(c, processes().calls(), traces);
    return spawner.spawn(spawn);
  }

  @Override
  public int exec(byte[] file, byte[][] arguments, byte[][] environment) {
    return processes().exec(file, arguments, environment);
  }

  @Override
  public int fork() {
    return -ENOSYS;
  }

  @Override
  public int waitpid(int pid, int[] status, int options) {
    return processes().waitpid(pid, status, options);
  }

  @Override
  public int kill(int pid, int signal) {
    return processes().kill(pid, signal);
  }

  @Override
  public int killAll(int signal) {
    return processes().killAll(signal);
  }

  @Override
  public int signals(long set) {
    return processes().signals(set);
  }

  @Override
  public int nextSignal(int fd) {
    return processes().nextSignal(fd);
  }

  @Override
  public int ignoreSignal(int signal) {
    return processes().ignoreSignal(signal);
  }

  @Override
  public int defaultSignal(int signal) {
    return processes().defaultSignal(signal);
  }

  @Override
  public int isIgnored(int signal) {
    return processes().isIgnored(signal);
  }

  @Override
  public int setsid() {
    return CLibrary.answer(processes().calls().setsid());
  }

  @Override
  public int getpgid(int pid) {
    return CLibrary.answer(processes().calls().getpgid(pid));
  }

  @Override
  public int setpgid(int pid, int group) {
    return CLibrary.answer(processes().calls().setpgid(pid, group));
  }

  @Override
  public int setControllingTerminal(int fd) {
    return CLibrary.answer(c.ioctl(fd, TIOCSCTTY, 0));
  }

  @Override
  public int setForegroundGroup(int fd, int group) {
    return processes().setForegroundGroup(fd, group);
  }

  @Override
  public int openProcess(int pid) {
    return processes().openProcess(pid);
  }

  @Override
  public int signalProcess(int process, int signal, boolean group) {
    return processes().signalProcess(process, signal, group);
  }

  @Override
  public int endOfProcess(int process, int[] status) {
    return files.endOfProcess(process, status);
  }

  @Override
  public int becomeSubreaper() {
    return processes().becomeSubreaper();
  }

  @Override
  public int getLimit(int resource, long[] limits) {
    return processes().getLimit(resource, limits);
  }

  @Override
  public int setLimit(int resource, long soft, long hard) {
    return processes().setLimit(resource, soft, hard);
  }

  @Override
  public int nice(int increment) {
    ProcessCalls calls = processes().calls();
    return CLibrary.answer(calls.setpriority(0, 0, calls.getpriority(0, 0) + increment));
  }

  @Override
  public int setuid(int uid) {
    return CLibrary.answer(processes().calls().setuid(uid));
  }

  @Override
  public int setgid(int gid) {
    return CLibrary.answer(processes().calls().setgid(gid));
  }

  @Override
  public int setgroups(int[] groups, int count) {
    return processes().setgroups(groups, count);
  }

  @Override
  public int random(byte[] buffer, int offset, int length) {
    return files.random(buffer, offset, length);
  }

  @Override
  public int userByName(byte[] name, Account account) {
    return users().userByName(name, account);
  }

  @Override
  public int userById(int uid, Account account) {
    return users().userById(uid, account);
  }

  @Override
  public int groupByName(byte[] name) {
    return users().groupByName(name);
  }

  @Override
  public int groupById(int gid, byte[] buffer) {
    return users().groupById(gid, buffer);
  }

  @Override
  public int groupsOf(byte[] name, int[] groups) {
    return users().groupsOf(name, groups);
  }

  @Override
  public int socket(int family, int type, int flags) {
    return sockets().socket(family, type, flags);
  }

  @Override
  public int socketpair(int type, int[] ends) {
    return sockets().socketpair(type, ends);
  }

  @Override
  public int bind(int fd, SocketAddress address) {
    return sockets().bind(fd, address);
  }

  @Override
  public int connect(int fd, SocketAddress address) {
    return sockets().connect(fd, address);
  }

  @Override
  public int listen(int fd, int backlog) {
    return sockets().listen(fd, backlog);
  }

  @Override
  public int accept(int fd, SocketAddress peer, int flags) {
    return sockets().accept(fd, peer, flags);
  }

  @Override
  public int localAddress(int fd, SocketAddress address) {
    return sockets().localAddress(fd, address);
  }

  @Override
  public int socketError(int fd) {
    return sockets().socketError(fd);
  }

  @Override
  public int peerCredentials(int fd, PeerCredentials peer) {
    return sockets().peerCredentials(fd, peer);
  }

  @Override
  public int shutdown(int fd, int how) {
    return sockets().shutdown(fd, how);
  }

  @Override
  public int sendTo(int fd, byte[] buffer, int offset, int length, SocketAddress to) {
    return sockets().sendTo(fd, buffer, offset, length, to);
  }

  @Override
  public int receiveFrom(int fd, byte[] buffer, int offset, int length, SocketAddress from) {
    return sockets().receiveFrom(fd, buffer, offset, length, from);
  }

  @Override
  public int sendWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    return sockets().sendWithDescriptors(fd, buffer, offset, length, attached);
  }

  @Override
  public int receiveWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    return sockets().receiveWithDescriptors(fd, buffer, offset, length, attached);
  }

  @Override
  public int compileRegex(byte[] pattern, int flags) {
    return regexes().compile(pattern, flags);
  }

  @Override
  public boolean matchesRegex(int regex, byte[] buffer, int offset, int length) {
    return regexes().matches(regex, buffer, offset, length);
  }

  @Override
  public void freeRegex(int regex) {
    regexes().free(regex);
  }

  @Override
  public int regexError(int error, byte[] buffer) {
    return regexes().error(error, buffer);
  }
}
