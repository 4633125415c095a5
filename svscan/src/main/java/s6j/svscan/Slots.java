package s6j.svscan;

import org.jspecify.annotations.Nullable;
import s6j.formats.talk.Handover;
import s6j.posix.Posix;

/**
 * The services that are known, at most as many as the scanner was told (s6-svscan page, -C), and
 * the pipes between them. A slot is made when it is first needed and used again ever after.
 */
final class Slots {
  /** More than there are ever, by far. */
  static final int MOST = 1 << 20;

  private static final int FIRST_SIZE = 16;

  private final Posix posix;
  private final int most;
  private final SlotIndex byDirectory = SlotIndex.byDirectory();
  private final SlotIndex byPid = SlotIndex.byPid();
  private Slot[] slots = new Slot[FIRST_SIZE];
  private int made;
  private int hosted;
  private @Nullable Slot free;

  Slots(Posix posix, int most) {
    this.posix = posix;
    this.most = most;
  }

  /** The slots ever made, to go through; some may be free. */
  int made() {
    return made;
  }

  Slot get(int place) {
    return slots[place];
  }

  /** How many more services can be known. */
  int room() {
    return most - byDirectory.count();
  }

  /** How many supervisors live. */
  int supervisors() {
    return byPid.count() + hosted;
  }

  /** How many of them live in this process. */
  int hosted() {
    return hosted;
  }

  /** How many services are known that have none. */
  int withoutSupervisor() {
    return Math.max(byDirectory.count() - supervisors(), 0);
  }

  @Nullable Slot find(long device, long inode) {
    return byDirectory.find(device, inode);
  }

  @Nullable Slot find(int pid) {
    return byPid.find(pid);
  }

  /** A slot for a new directory; there has to be room. It is still free, as no event befell it. */
  Slot add(long device, long inode) {
    Slot slot = free;
    if (slot == null) slot = make();
    else free = slot.nextFree;
    slot.begin(device, inode);
    byDirectory.add(slot);
    return slot;
  }

  /** A slot that is not in use, nor free to be. */
  Slot make() {
    if (made == slots.length) {
      Slot[] more = new Slot[2 * made];
      System.arraycopy(slots, 0, more, 0, made);
      slots = more;
    }
    Slot slot = new Slot();
    slots[made++] = slot;
    return slot;
  }

  /** Has a slot in use that another scanner in this one's place had, with its supervisor. */
  void goOn(Slot slot) {
    if (slot.phase == Slot.Phase.FREE) {
      slot.nextFree = free;
      free = slot;
      return;
    }
    byDirectory.add(slot);
    if (slot.pid != 0) byPid.add(slot);
    if (slot.isHosted()) hosted++;
  }

  /** Tells who has a pipe to whom. */
  void handOverPairs(Handover to) {
    for (int i = 0; i < made; i++) {
      Slot logger = slots[i].logger;
      if (logger == null) continue;
      to.tell(true);
      to.tell(slots[i].device);
      to.tell(slots[i].inode);
      to.tell(logger.device);
      to.tell(logger.inode);
    }
    to.tell(false);
  }

  /** Joins those that were told of; their pipes are open. */
  void takeUpPairs(Handover from) {
    while (from.nextFlag()) {
      Slot producer = nextOf(from);
      Slot logger = nextOf(from);
      if (producer == null || logger == null) continue;
      producer.logger = logger;
      logger.producer = producer;
    }
  }

  /** The directory is no longer known; its pipes are closed, so that the other side sees an end. */
  void forget(Slot slot) {
    unjoin(slot);
    if (slot.producer != null) unjoin(slot.producer);
    byDirectory.remove(slot);
    slot.nextFree = free;
    free = slot;
  }

  void started(Slot slot, int pid) {
    slot.pid = pid;
    byPid.add(slot);
  }

  /** Its supervisor has begun in this process. */
  void startedHere(Slot slot) {
    slot.here.isUp = true;
    hosted++;
  }

  void died(Slot slot) {
    if (slot.isHosted()) leftHere(slot);
    else byPid.remove(slot);
    slot.pid = 0;
  }

  private void leftHere(Slot slot) {
    slot.here.isUp = false;
    hosted--;
    if (slot.here.outputEnds) closeOutput(slot);
    if (slot.here.inputEnds) closeInput(slot);
    slot.here.outputEnds = false;
    slot.here.inputEnds = false;
  }

  /** The pipe, {@code ends[0]} to read, leads from a service to its logger from now on. */
  void join(Slot producer, Slot logger, int[] ends) {
    unjoin(producer);
    producer.logger = logger;
    producer.output = ends[1];
    logger.producer = producer;
    logger.input = ends[0];
  }

  /** Closes the pipe to the logger, if there is one. */
  void unjoin(Slot producer) {
    Slot logger = producer.logger;
    if (logger == null) return;
    closePipe(producer);
    producer.logger = null;
    logger.producer = null;
  }

  /** Supervisors hold their ends of their own. */
  void closePipes() {
    for (int i = 0; i < made; i++) if (slots[i].logger != null) closePipe(slots[i]);
  }

  /** The pipes stay readable for as long as a supervisor of the logger is there. */
  void closeOutputs() {
    for (int i = 0; i < made; i++) {
      Slot slot = slots[i];
      if (slot.logger != null) endOutput(slot);
      if (!slot.hasSupervisor()) closeInput(slot);
    }
  }

  /** A supervisor of this process has no end of its own. */
  private void endOutput(Slot producer) {
    if (producer.isHosted()) producer.here.outputEnds = true;
    else closeOutput(producer);
  }

  void endInput(Slot logger) {
    if (logger.isHosted()) logger.here.inputEnds = true;
    else closeInput(logger);
  }

  /** The console is everybody's again. */
  void forgetConsole() {
    for (int i = 0; i < made; i++) if (slots[i].here != null) slots[i].here.errors = Slot.NONE;
  }

  /** One after the other: the C of the native build calls arguments in an order of its own. */
  private @Nullable Slot nextOf(Handover from) {
    long device = from.next();
    long inode = from.next();
    return find(device, inode);
  }

  private void closePipe(Slot producer) {
    closeOutput(producer);
    closeInput(producer.logger);
  }

  private void closeOutput(Slot producer) {
    if (producer.output >= 0) posix.close(producer.output);
    producer.output = Slot.NONE;
  }

  /** Whoever still writes into the pipe is told that nobody reads. */
  void closeInput(Slot logger) {
    if (logger.input >= 0) posix.close(logger.input);
    logger.input = Slot.NONE;
    logger.atEndSince = 0;
  }
}
