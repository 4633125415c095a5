package s6j.svscan;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Looks at every entry of the scan directory and tells the slots what it saw (s6-svscan page,
 * "Scanning"). Names with a leading dot, names that are too long and what is no directory are
 * passed over; a directory {@code NAME/log} is the logger of {@code NAME}.
 *
 * <p>An entry that cannot be dealt with now is left out, and tried again later; the others are not
 * made to wait for it. A service that is known is not taken for gone as long as its entry is there.
 */
final class ScandirReader {
  static final byte[] LOG = CString.of("/log");

  private static final int LONGEST_NAME = 255;
  private static final int RECORDS = 4096;

  private final Posix posix;
  private final Messages messages;
  private final int directory;
  private final int longestName;
  private final Slots slots;
  private final Supervisors supervisors;
  private final DirectoryReader reader;
  private final Surplus surplus = new Surplus();
  private final Surplus unpiped = new Surplus();
  private final Reserve reserve;
  private final FileStat service = new FileStat();
  private final FileStat logger = new FileStat();
  private final byte[] logName = new byte[LONGEST_NAME + 5];
  private final int[] pipe = new int[2];

  /** Null if what an earlier scanner left is left alone. */
  private final @Nullable OldPipe oldPipe;

  /** Stands for the slot in events that are about none. */
  private final Slot nobody = new Slot();

  private int scan;
  private boolean someUnreadable;

  /** Why there are no more pipes: a negated errno, or 0 as long as there are. */
  private int shortage;

  /** It has been said, and they have been short ever since. */
  private boolean shortageIsTold;

  /** {@code longestName} is in bytes (s6-svscan page, -L). */
  ScandirReader(
      Posix posix,
      Messages messages,
      int directory,
      int longestName,
      Slots slots,
      Supervisors supervisors,
      @Nullable OldPipe oldPipe) {
    this.posix = posix;
    this.messages = messages;
    this.directory = directory;
    this.longestName = longestName;
    this.slots = slots;
    this.supervisors = supervisors;
    this.oldPipe = oldPipe;
    this.reserve = new Reserve(posix);
    this.reader = new DirectoryReader(posix, RECORDS);
  }

  /** SCAN_FINISHED, or SCAN_FAILED: then nothing that was known counts as gone. */
  SvscanEvent scan() {
    scan++;
    someUnreadable = false;
    shortage = 0;
    surplus.clear();
    unpiped.clear();
    reader.start(directory);
    while (reader.next()) entry(reader.name());
    if (!surplus.isEmpty())
      surplus.warn(messages, "start supervisor for ").text(": too many services").end();
    tellOfShortage();
    if (reader.error() != 0) {
      messages.warning().unableTo("readdir .").end(reader.error());
      return SvscanEvent.SCAN_FAILED;
    }
    tellUnseen();
    return SvscanEvent.SCAN_FINISHED;
  }

  // ---- entries ---------------------------------------------------------------------------------

  private void entry(byte[] name) {
    if (name[0] == '.') return;
    if (CString.length(name) > longestName) {
      messages.warning().text("name too long - not spawning service: ").bytes(name).end();
      return;
    }
    int found = posix.stat(directory, name, true, service);
    if (found < 0) unreadable(name, found);
    else if (service.isDirectory()) serviceDirectory(name);
  }

  private void unreadable(byte[] name, int error) {
    messages.warning().unableTo("stat ").bytes(name).end(error);
    someUnreadable = true;
    leaveOut(SvscanEvent.LEFT_OUT_UNREADABLE);
  }

  private void serviceDirectory(byte[] name) {
    Slot known = slots.find(service.device, service.inode);
    int found = statLogger(name);
    if (found >= 0 && logger.isDirectory() && !isItsOwnLogger()) logged(name, known);
    else if (found >= 0 || found == -Errno.ENOENT) unlogged(name, known);
    else {
      unreadable(logName, found);
      seeIfKnown(name, known);
    }
  }

  private int statLogger(byte[] name) {
    int length = CString.length(name);
    System.arraycopy(name, 0, logName, 0, length);
    System.arraycopy(LOG, 0, logName, length, LOG.length);
    logName[length + LOG.length] = 0;
    return posix.stat(directory, logName, true, logger);
  }

  private boolean isItsOwnLogger() {
    return logger.inode == service.inode && logger.device == service.device;
  }

  private void unlogged(byte[] name, @Nullable Slot known) {
    if (known == null && slots.room() < 1) {
      tooMany(name, false);
      return;
    }
    if (known != null && known.logger != null)
      messages.warning().text("logger for service ").bytes(name).text(" has been moved").end();
    see(name, known == null ? slots.add(service.device, service.inode) : known);
  }

  /** What keeps the logger from starting keeps a new service from starting, but no known one. */
  private void logged(byte[] name, @Nullable Slot known) {
    Slot knownLogger = slots.find(logger.device, logger.inode);
    boolean joined = known != null && knownLogger != null && known.logger == knownLogger;
    if (joined || canJoin(name, known, knownLogger)) seePair(name, known, knownLogger, joined);
    else seeIfKnown(name, known);
  }

  private boolean canJoin(byte[] name, @Nullable Slot known, @Nullable Slot knownLogger) {
    if (knownLogger != null && knownLogger.producer != null) {
      messages.warning().text("old service ").bytes(logName).text(" still exists, waiting").end();
      leaveOut(SvscanEvent.LEFT_OUT_FOR_PRODUCER);
      return false;
    }
    if ((known == null ? 1 : 0) + (knownLogger == null ? 1 : 0) > slots.room()) {
      tooMany(name, known != null);
      return false;
    }
    return shortage == 0 ? hasPipe(name) : leaveOutUnpiped(name);
  }

  /**
   * That of an earlier scanner, or a new one; without descriptors all others would fail as well.
   */
  private boolean hasPipe(byte[] name) {
    int taken = oldPipe == null ? 0 : oldPipe.find(name, service, logName, logger, pipe);
    if (taken == 0) taken = posix.pipe(pipe, OpenFlags.O_CLOEXEC);
    if (taken >= 0 && reserve.has(Math.max(pipe[0], pipe[1]), supervisors.wanted()))
      taken = giveBackPipe();
    if (taken >= 0) return true;
    shortage = taken;
    return leaveOutUnpiped(name);
  }

  private int giveBackPipe() {
    posix.close(pipe[0]);
    posix.close(pipe[1]);
    return -Errno.EMFILE;
  }

  private boolean leaveOutUnpiped(byte[] name) {
    if (unpiped.isEmpty()) leaveOut(SvscanEvent.LEFT_OUT_FOR_PIPE);
    unpiped.add(name, true);
    return false;
  }

  /** Once, however often it is tried again. */
  private void tellOfShortage() {
    if (!unpiped.isEmpty() && !shortageIsTold)
      unpiped.warn(messages, "create pipe for ").end(shortage);
    shortageIsTold = !unpiped.isEmpty();
  }

  private void seePair(
      byte[] name, @Nullable Slot known, @Nullable Slot knownLogger, boolean joined) {
    Slot producer = known == null ? slots.add(service.device, service.inode) : known;
    Slot reading = knownLogger == null ? slots.add(logger.device, logger.inode) : knownLogger;
    if (!joined) {
      slots.join(producer, reading, pipe);
      supervisors.tell(reading, SvscanEvent.JOINED);
    }
    see(name, producer);
    reading.rename(name, LOG);
    reading.isLogger = true;
    seen(reading);
  }

  /** A logger that is also an entry of its own keeps its name as a logger. */
  private void see(byte[] name, Slot slot) {
    if (slot.producer == null) {
      slot.rename(name);
      slot.isLogger = false;
    }
    seen(slot);
  }

  private void seeIfKnown(byte[] name, @Nullable Slot known) {
    if (known != null) see(name, known);
  }

  private void seen(Slot slot) {
    slot.scan = scan;
    supervisors.tell(slot, SvscanEvent.SEEN);
  }

  private void tooMany(byte[] name, boolean onlyItsLogger) {
    if (surplus.isEmpty()) leaveOut(SvscanEvent.LEFT_OUT_FOR_ROOM);
    surplus.add(name, onlyItsLogger);
  }

  private void leaveOut(SvscanEvent why) {
    supervisors.tell(nobody, why);
  }

  // ---- what was not there ----------------------------------------------------------------------

  private void tellUnseen() {
    for (int i = 0; i < slots.made(); i++) {
      Slot slot = slots.get(i);
      if (slot.phase == Slot.Phase.FREE || slot.scan == scan) continue;
      if (!someUnreadable || !isThereUnreadably(slot)) supervisors.tell(slot, SvscanEvent.NOT_SEEN);
    }
  }

  /** Whether the entry is still there but its directory, or its logger's, cannot be looked at. */
  private boolean isThereUnreadably(Slot slot) {
    int slash = CString.indexOf(slot.name, '/');
    if (slash >= 0) slot.name[slash] = 0;
    boolean there = posix.stat(directory, slot.name, false, service) >= 0;
    boolean readable = posix.stat(directory, slot.name, true, service) >= 0;
    if (slash >= 0) slot.name[slash] = '/';
    if (!there) return false;
    if (!readable) return true;
    int found = posix.stat(directory, slot.name, true, service);
    return found < 0 && found != -Errno.ENOENT && found != -Errno.ENOTDIR;
  }
}
