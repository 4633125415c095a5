package s6j.posix;

import static s6j.posix.OpenFlags.*;

import java.util.List;

/** An open file of the fake kernel, shared by the descriptors that are copies of each other. */
final class FakeOpenFile {
  final String name;
  final FakeInode inode;

  /** Not null for pipes, fifos and the signal descriptor's absence of one. */
  final FakePipe pipe;

  /** Whose signals it tells, or null: a signal descriptor. */
  FakePosix signalsOf;

  /** The process it stands for, or null. */
  FakePosix process;

  /** Not null for sockets. */
  FakeSocket socket;

  /** Not null for a descriptor that tells of watched files. */
  FakeWatch watch;

  /** Not null for a set of descriptors. */
  FakePollSet pollSet;

  Runnable whenReleased;
  int flags;
  long position;
  int descriptors;
  private int writersEverAtOpen;
  private int othersEverAtOpen;

  /** Names of a directory, as they were when its reading began. */
  List<String> listing;

  FakeOpenFile(String name, FakeInode inode, FakePipe pipe, int flags) {
    this.name = name;
    this.inode = inode;
    this.pipe = pipe;
    this.flags = flags;
    if (pipe == null) return;
    pipe.opened(reads(), writes());
    othersEverAtOpen = othersEver();
    writersEverAtOpen = pipe.writers > 0 ? -1 : pipe.writersEver;
  }

  boolean reads() {
    return (flags & 3) != O_WRONLY;
  }

  boolean writes() {
    return (flags & 3) != O_RDONLY;
  }

  /** Whether nobody has the other end of the fifo open, nor has had since this open. */
  boolean isAlone() {
    return (reads() ? pipe.writers : pipe.readers) == 0 && othersEver() == othersEverAtOpen;
  }

  private int othersEver() {
    return reads() ? pipe.writersEver : pipe.readersEver;
  }

  boolean nonBlocking() {
    return (flags & O_NONBLOCK) != 0;
  }

  void released() {
    if (--descriptors > 0) return;
    if (pipe != null) pipe.closed(reads(), writes());
    if (inode != null) inode.flocks.remove(this);
    if (socket != null) socket.close();
    if (whenReleased != null) whenReleased.run();
  }

  /** What {@link Posix#poll} says of it, whatever was asked. */
  int readiness() {
    if (signalsOf != null) return signalsOf.hasPendingSignal() ? Poller.READ : 0;
    if (process != null) return process.hasEnded() ? Poller.READ : 0;
    if (pollSet != null) return pollSet.isReady() ? Poller.READ : 0;
    if (watch != null) return watch.hasRecords() ? Poller.READ : 0;
    if (socket != null) return socket.readiness();
    if (pipe == null) return Poller.READ | Poller.WRITE;
    int ready = 0;
    if (reads() && pipe.filled > 0) ready |= Poller.READ;
    if (reads() && pipe.writers == 0 && pipe.writersEver != writersEverAtOpen)
      ready |= Poller.HANGUP;
    if (writes() && pipe.free() >= FakePipe.ATOMIC) ready |= Poller.WRITE;
    if (writes() && pipe.readers == 0) ready |= Poller.ERROR;
    return ready;
  }
}
