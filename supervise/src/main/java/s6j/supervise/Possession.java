package s6j.supervise;

import static s6j.formats.ServiceDirectory.*;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.files.HeldProcess;
import s6j.formats.files.LockFile;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * Takes possession of service directories, one after the other: makes what is missing in one, locks
 * it, finds what an earlier supervisor left there, and opens the control fifo. Each step answers 0
 * or an exit code, and has then said why.
 */
final class Possession {
  private static final int LONGEST_PATH = 512;
  private static final int EVENT_MODE = 03730;
  private static final String TELL_WHAT_IS_LEFT = "tell what an earlier supervisor left";

  private final Means means;
  private final Posix posix;
  private final Messages messages;
  private final LockFile lockFile;

  /** Where nobody says otherwise, what an earlier supervisor left is gone on with. */
  private final boolean adopts;

  private Service service;
  private int directory;

  /** Where a link leads; made when the first one is met. */
  private byte @Nullable [] target;

  /** An earlier supervisor was killed when the service was down, and not wanted up. */
  private boolean staysDown;

  /** What is gone on with once supervision begins; null if there is nothing. */
  private @Nullable Adoption adoption;

  /** Looks for it; made when that is first wanted. */
  private @Nullable Adoption everyAdoption;

  Possession(Means means, boolean adopts) {
    this.means = means;
    this.posix = means.posix;
    this.messages = means.messages;
    this.lockFile = new LockFile(posix);
    this.adopts = adopts;
  }

  /** Makes what is missing and takes the lock: before the fifo exists. */
  int take(Service of) {
    service = of;
    directory = of.directory;
    adoption = null;
    staysDown = false;
    return takePossession();
  }

  /** What there is to go on with, handed over to who does; null if there is nothing. */
  @Nullable Adoption adoption() {
    Adoption found = adoption;
    adoption = null;
    return found;
  }

  /** Lets go of what was found and nobody went on with. */
  void release() {
    if (adoption != null) adoption.release();
    adoption = null;
  }

  private int takePossession() {
    int mask = posix.umask(0);
    int code = makeEventDirectory();
    if (code == 0) code = makePrivateDirectory();
    if (code == 0) code = takeLock();
    posix.umask(mask);
    return code;
  }

  private int makeEventDirectory() {
    int made = makeDirectory(EVENT);
    if (made <= 0) return -made;
    int owned = posix.chown(directory, EVENT, -1, posix.getegid());
    if (owned < 0) return fail("chown ", EVENT, owned);
    int changed = posix.chmod(directory, EVENT, EVENT_MODE);
    return changed < 0 ? fail("chmod ", EVENT, changed) : 0;
  }

  private int makePrivateDirectory() {
    int made = makeDirectory(SUPERVISE);
    return made < 0 ? -made : 0;
  }

  /** 1 if the directory was made, 0 if it was there, or the negated exit code. */
  private int makeDirectory(byte[] path) {
    int made = posix.mkdir(directory, path, 0700);
    if (made >= 0) return 1;
    if (made != -Errno.EEXIST) return -fail("mkdir ", path, made);
    FileStat stat = means.stat;
    int found = posix.stat(directory, path, true, stat);
    if (found == -Errno.ENOENT) return makeTarget(path);
    if (found < 0) return -fail("stat ", path, found);
    if (stat.isDirectory()) return 0;
    return -messages
        .fatal()
        .bytes(path)
        .text(" exists and is not a directory")
        .exit(ExitCode.USAGE);
  }

  /** A link to nowhere: whoever made it wants the directory there. */
  private int makeTarget(byte[] link) {
    if (target == null) target = new byte[LONGEST_PATH];
    int length = posix.readlink(directory, link, target);
    if (length < 0) return -fail("readlink ", link, length);
    if (length == LONGEST_PATH) return -fail("readlink ", link, -Errno.ENAMETOOLONG);
    if (length < LONGEST_PATH) target[length] = 0;
    int made = posix.mkdir(directory, target, 0700);
    return made < 0 ? -fail("mkdir ", target, made) : 1;
  }

  private int takeLock() {
    int lock = lockFile.take(directory, LOCK, 0644);
    service.lock = lock;
    if (lock == -Errno.EAGAIN)
      return messages
          .fatal()
          .text("another instance of s6-supervise is already running")
          .exit(ExitCode.USAGE);
    return lock < 0 ? fail("open ", LOCK, lock) : 0;
  }

  /** Before the status: what is no fifo ends the supervisor with nothing changed. */
  int makeControl() {
    int mask = posix.umask(0);
    int made = service.control.make(directory, CONTROL);
    posix.umask(mask);
    if (made == -Errno.EEXIST)
      return messages.fatal().bytes(CONTROL).text(" is not a FIFO").exit(ExitCode.USAGE);
    return made < 0 ? fail("open ", CONTROL, made) : 0;
  }

  /** After the status, for those who take whoever listens for one that has a status. */
  int openControl() {
    int fd = service.control.listen(directory, CONTROL);
    return fd < 0 ? fail("open ", CONTROL, fd) : 0;
  }

  /** Whether there is something to go on with, and so a status. */
  boolean hasFound() {
    return adoption != null;
  }

  /**
   * Looks for what an earlier supervisor left. A child of it that has not noted itself yet is asked
   * for so many times, at least once; {@link SupervisorHost#BUSY} says that it is not yet time to
   * complain.
   */
  int adopt(int tries) {
    if (!isToAdopt()) return 0;
    ChildNotes notes = service.newNotes();
    int begun = notes.learnBoot();
    if (begun < 0) return notToBeNoted(begun);
    service.notes = notes;
    if (notes.hold(tries) == -Errno.EAGAIN)
      return tries > 1 ? fail("lock ", CHILD, -Errno.EBUSY) : SupervisorHost.BUSY;
    if (everyAdoption == null) everyAdoption = new Adoption(means);
    Adoption found = everyAdoption;
    int answer = found.look(service);
    if (answer != 0) adoption = found;
    if (answer < 0) return fail(TELL_WHAT_IS_LEFT, null, answer);
    tellOf(found);
    if (answer == 0) keepPlace();
    staysDown = found.staysDown;
    return 0;
  }

  /** What an earlier supervisor left is gone on with, unless a file says otherwise. */
  private boolean isToAdopt() {
    if (means.knobs.exists(directory, FLAG_NO_ADOPT) > 0) return false;
    return adopts || means.knobs.exists(directory, FLAG_ADOPT) > 0;
  }

  /** Without /proc nobody can be known again. */
  private int notToBeNoted(int error) {
    if (Errno.mayPass(error)) return fail("read the boot id", null, error);
    if (error != -Errno.ENOENT) messages.warning().unableTo("read the boot id").end(error);
    return 0;
  }

  private void tellOf(Adoption found) {
    if (found.failure < 0) messages.warning().unableTo(TELL_WHAT_IS_LEFT).end(found.failure);
    if (found.process.isPolled())
      messages
          .warning()
          .unableTo("open a descriptor of process ")
          .number(found.record.pid)
          .text(", looking for it ")
          .number(1000 / HeldProcess.POLL_MILLIS)
          .text(" times a second")
          .end(found.process.refusal());
  }

  /** So that a child can be noted when the disk is full. */
  private void keepPlace() {
    int made = service.notes.forget(0);
    if (made < 0) messages.warning().unableTo("write ").bytes(CHILD).end(made);
  }

  /** Removes what an earlier supervisor left, unless this one goes on with it. */
  int clean() {
    int cleaned = means.notifier.clean(directory, EVENT);
    if (cleaned < 0) messages.warning().unableTo("clean ").bytes(EVENT).end(cleaned);
    return adoption == null ? begin() : 0;
  }

  private int begin() {
    int emptied = means.tally.clear(directory);
    if (emptied < 0) return fail("truncate ", DEATH_TALLY, emptied);
    int removed = means.backoff.remove(directory);
    if (removed < 0 && removed != -Errno.ENOENT)
      messages.warning().unableTo("unlink ").bytes(BACKOFF).end(removed);
    return 0;
  }

  /** Whether the service is wanted up: 1 or 0, or the negated exit code. */
  int wish() {
    int found = posix.access(directory, DOWN, Posix.F_OK);
    if (found < 0 && found != -Errno.ENOENT) return -fail("access ./down", null, found);
    return found < 0 && !staysDown ? 1 : 0;
  }

  private int fail(String what, byte @Nullable [] file, int error) {
    messages.fatal().unableTo(what);
    if (file != null) messages.bytes(file);
    return messages.exit(ExitCode.SYSTEM, error);
  }
}
