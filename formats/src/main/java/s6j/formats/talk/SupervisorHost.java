package s6j.formats.talk;

import org.jspecify.annotations.Nullable;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Turn;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.Pid;
import s6j.posix.meaning.RawStatus;

/**
 * Supervisors that live in the process of their scanner (s6-svscan page, "Hosted mode"): what
 * svscan asks of supervise's code, where else it would start s6-supervise.
 *
 * <p>What a scanner is told of them it is told in {@link #look}, never within a call of its own.
 */
public interface SupervisorHost extends Turn.Group {
  /** Answer of {@link Hosted#begin}: what an earlier supervisor started is about to note itself. */
  int BUSY = -Errno.EAGAIN;

  /** The same: there are no descriptors for one more. */
  int FULL = -Errno.EMFILE;

  /** The same: the name is another directory's by now. */
  int ELSEWHERE = -Errno.ESTALE;

  /** A service, as its scanner knows it. */
  interface Client {
    /** From the scan directory, which is the working directory; ended by NUL. */
    byte[] name();

    boolean isAt(long device, long inode);

    /** What run and finish have as standard input; -1 for the scanner's own. */
    @Descriptor
    int input();

    @Descriptor
    int output();

    @Descriptor
    int errors();
  }

  /** One supervisor: made once for a service, it begins as often as the scanner wants. */
  interface Hosted {
    /**
     * Takes possession of the directory and begins: 0; the exit code that s6-supervise would end
     * with, which has been said; {@link #BUSY}, {@link #FULL} or {@link #ELSEWHERE}, which have
     * not.
     */
    int begin();

    /** As if s6-supervise had got the signal. */
    void signal(int signal);

    /** Tells of one that has begun, for a host that takes the place of this one. */
    void handOver(Handover to);

    /** Goes on as one that was told of. */
    void takeUp(Handover from);
  }

  /** Hears of supervisors that have ended. */
  interface Listener {
    void left(Client client);
  }

  /** How a host is made, before anything is opened. */
  interface Maker {
    /** {@code calledAs} is argv[0] of the scanner, {@code name} that of its supervisors. */
    SupervisorHost make(Posix posix, byte[] calledAs, byte[] name, Listener listener);
  }

  /**
   * Begins to be one, in the scan directory: 0, or the exit code of what has been said. Live
   * services are gone on with if {@code adopts}. {@code from} tells of the host whose place this
   * one takes; null if it takes none.
   */
  @ExitStatus
  int open(boolean adopts, @Nullable Handover from);

  /** Tells of itself, as {@link #open} will hear it; supervisors are told of one by one. */
  void handOver(Handover to);

  /** A supervisor that has not begun. Allocates. */
  Hosted supervisor(Client client);

  /** Whether the dead child was run or finish of one of them, which has been told. */
  boolean ended(@Pid int pid, @RawStatus int rawStatus);

  /** There is no child at all: as {@link Turn.Children#noneLeft}. */
  boolean noneLeft();

  /** Lets go of everything; the services of supervisors that live go on without one. */
  void close();
}
