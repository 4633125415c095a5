package s6j.svc.link;

import org.jspecify.annotations.Nullable;
import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.LockFile;
import s6j.formats.talk.ControlClient;
import s6j.formats.talk.Fifodir;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.RealPath;
import s6j.posix.Signal;
import s6j.svc.ftrig.EventWait;

/**
 * Links a service directory into a scan directory and waits until it is supervised, its logger too;
 * what fails is undone (s6-svlink page).
 */
public final class ServiceLink {
  private static final byte[] SCAN = {'a'};
  private static final byte[] LEAVE_DOWN = {'x', 'd'};

  /** A logger is left to read the rest of its pipe. */
  private static final byte[] LEAVE_AT_END = {'x', 'o'};

  /** Sets group and mode of event directories that exist. */
  boolean force;

  /** Lets everyone listen, not only the group. */
  boolean publicEvents;

  /** Keeps the service down by a down file. */
  boolean startsDown;

  /** Removes the down file again once the supervisor has seen it. */
  boolean forgetsDown;

  /** Makes the link as the service directory is told, without the absolute path. */
  public boolean keepsPath;

  private final Posix posix;
  private final EventWait wait;
  private byte[] service;
  private byte @Nullable [] logger;
  private byte[] link;
  private boolean linked;
  private boolean scanned;
  private boolean madeDown;
  private boolean madeLoggerDown;

  ServiceLink(Posix posix) {
    this.posix = posix;
    this.wait = new EventWait(posix, 2);
  }

  /** 0, {@code -ETIMEDOUT}, {@code -EINTR} at a signal, or the negated errno. */
  public int link(byte[] scanDirectory, byte[] serviceDirectory, byte[] name, long deadline) {
    posix.ignoreSignal(Signal.SIGPIPE);
    service = serviceDirectory;
    logger = CString.path(serviceDirectory, ServiceDirectory.LOG);
    link = CString.path(scanDirectory, name);
    int supervised = isSupervised();
    if (supervised < 0) return supervised;
    int failure = supervised == 1 ? 0 : subscribe();
    if (failure >= 0) failure = makeLink(supervised == 1);
    if (failure >= 0) failure = scan(scanDirectory);
    if (failure >= 0) failure = wait.await(false, deadline);
    wait.end(0);
    if (failure < 0) undo();
    else if (forgetsDown) removeDown();
    return failure;
  }

  /** 1 or 0, the same for the logger, or the negated errno. Without a logger sets it to null. */
  private int isSupervised() {
    int supervised = LockFile.isSupervised(posix, service);
    if (supervised < 0) return supervised;
    FileStat stat = new FileStat();
    int answer = posix.stat(Posix.CWD, logger, true, stat);
    if (answer == -Errno.ENOENT) logger = null;
    else if (answer < 0) return answer;
    if (logger == null) return supervised;
    if (!stat.isDirectory()) return -Errno.ENOTDIR;
    answer = LockFile.isSupervised(posix, logger);
    if (answer < 0) return answer;
    return answer == supervised ? supervised : -Errno.EINVAL;
  }

  private int subscribe() {
    int answer = startsDown ? makeDown(service) : 0;
    madeDown = answer > 0;
    if (answer >= 0) answer = subscribe(service);
    if (answer < 0 || logger == null) return answer;
    answer = startsDown ? makeDown(logger) : 0;
    madeLoggerDown = answer > 0;
    return answer < 0 ? answer : subscribe(logger);
  }

  private int subscribe(byte[] directory) {
    byte[] fifodir = CString.path(directory, ServiceDirectory.EVENT);
    int group = publicEvents ? Fifodir.NO_GROUP : posix.getegid();
    int answer = Fifodir.make(posix, Posix.CWD, fifodir, group, force);
    return answer < 0 ? answer : wait.subscribe(fifodir, 's');
  }

  /** 1 if the file is new, 0 if there was one, or the negated errno. */
  private int makeDown(byte[] directory) {
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_CLOEXEC;
    byte[] file = CString.path(directory, ServiceDirectory.DOWN);
    int fd = posix.open(Posix.CWD, file, flags, 0666);
    if (fd == -Errno.EEXIST) return 0;
    if (fd < 0) return fd;
    posix.close(fd);
    return 1;
  }

  private int makeLink(boolean supervised) {
    byte[] target = keepsPath ? service : absolute(service);
    int answer = target == null ? -Errno.ENOENT : posix.symlink(target, Posix.CWD, link);
    linked = answer >= 0;
    return answer == -Errno.EEXIST && supervised && leadsTo(service) ? 0 : answer;
  }

  private boolean leadsTo(byte[] directory) {
    FileStat there = new FileStat();
    FileStat here = new FileStat();
    return posix.stat(Posix.CWD, link, true, there) >= 0
        && posix.stat(Posix.CWD, directory, true, here) >= 0
        && there.inode == here.inode
        && there.device == here.device;
  }

  /** The path without links, or null. */
  private byte[] absolute(byte[] directory) {
    return directory[0] == '/' ? directory : RealPath.of(posix, directory);
  }

  private int scan(byte[] scanDirectory) {
    int answer = ControlClient.send(posix, scanDirectory, ScanDirectory.CONTROL, SCAN, SCAN.length);
    scanned = answer >= 0;
    return ControlClient.lacksFifo(answer) ? -Errno.ENOENT : answer;
  }

  /** The link goes first, so that the scanner does not start again what is told to leave. */
  private void undo() {
    if (madeDown) unlinkIn(service, ServiceDirectory.DOWN);
    if (madeLoggerDown) unlinkIn(logger, ServiceDirectory.DOWN);
    if (linked) posix.unlink(Posix.CWD, link);
    if (!linked || !scanned) return;
    ControlClient.send(posix, service, ServiceDirectory.CONTROL, LEAVE_DOWN, 2);
    if (logger != null)
      ControlClient.send(posix, logger, ServiceDirectory.CONTROL, LEAVE_AT_END, 2);
  }

  private void removeDown() {
    unlinkIn(service, ServiceDirectory.DOWN);
    if (logger != null) unlinkIn(logger, ServiceDirectory.DOWN);
  }

  private void unlinkIn(byte[] directory, byte[] name) {
    posix.unlink(Posix.CWD, CString.path(directory, name));
  }
}
