package s6j.supervise;

import org.jspecify.annotations.Nullable;
import s6j.formats.files.HeldProcess;
import s6j.formats.talk.ControlFifo;
import s6j.formats.talk.Handover;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.CString;
import s6j.posix.Posix;

/** One service directory, and what its supervisor holds of it. */
final class Service {
  private static final int NONE = -1;
  private static final int NAME_PIECE = 32;

  private final Means means;

  /** As it was given to the supervisor. */
  byte @Nullable [] name;

  /** The open service directory. */
  int directory = NONE;

  int lock = NONE;

  /** Who knows its streams, if its supervisor shares a process; else null. */
  private SupervisorHost.@Nullable Client client;

  /** From now on run and finish have neither input nor output. */
  boolean streamsAreReleased;

  final ControlFifo control;

  /** Null if nobody shall go on with what its supervisor leaves. */
  @Nullable ChildNotes notes;

  /** The notes, once there are any: made once, however often the supervisor begins anew. */
  private @Nullable ChildNotes everyNotes;

  /** A child that somebody else started; made when it is first needed. */
  private @Nullable HeldProcess held;

  Service(Means means) {
    this.means = means;
    this.control = new ControlFifo(means.posix);
  }

  /** Of a supervisor that shares the process of its scanner. */
  Service(Means means, SupervisorHost.Client client) {
    this(means);
    this.client = client;
  }

  boolean isHosted() {
    return client != null;
  }

  /** What run and finish have as standard stream, 0 to 2; -1 for this process's own. */
  int stream(int number) {
    if (number == 2) return client.errors();
    if (streamsAreReleased) return means.nothing;
    return number == 0 ? client.input() : client.output();
  }

  /** Its notes, as those of no child yet. */
  ChildNotes newNotes() {
    if (everyNotes == null) everyNotes = new ChildNotes(means);
    everyNotes.beginIn(directory);
    return everyNotes;
  }

  HeldProcess held() {
    if (held == null) held = new HeldProcess(means.posix, means.processStat);
    return held;
  }

  /** Becomes another time what it was at first, in a directory that has just been opened. */
  void take(byte[] newName, int opened) {
    int length = CString.length(newName);
    if (name == null || length >= name.length) name = new byte[length + NAME_PIECE & -NAME_PIECE];
    System.arraycopy(newName, 0, name, 0, length);
    name[length] = 0;
    directory = opened;
    streamsAreReleased = false;
  }

  /** Tells what is open of it. */
  void handOver(Handover to) {
    to.tellDescriptor(directory);
    to.tellDescriptor(lock);
    to.tellDescriptor(control.descriptor());
    to.tell(streamsAreReleased);
    to.tell(notes != null);
    if (notes != null) notes.handOver(to);
  }

  /** Goes on with what is open of the service of that name. */
  void takeUp(byte[] newName, Handover from) {
    take(newName, from.nextDescriptor());
    lock = from.nextDescriptor();
    control.goOn(from.nextDescriptor());
    streamsAreReleased = from.nextFlag();
    if (!from.nextFlag()) return;
    notes = newNotes();
    notes.takeUp(from);
  }

  /** Where the working directory is another. */
  void leaveDirectory() {
    if (directory >= 0) means.posix.close(directory);
    directory = NONE;
  }

  /** Here and not by the end of the process, which takes its time on the JVM. */
  void release() {
    Posix posix = means.posix;
    control.close();
    if (notes != null) notes.release();
    notes = null;
    if (lock >= 0) posix.close(lock);
    lock = NONE;
  }
}
