package s6j.posix;

import org.jspecify.annotations.Nullable;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.Pid;

/**
 * How a child is started: preallocated, reset and filled before each {@link Posix#spawn}.
 *
 * <p>The child has no close-on-exec descriptor, and, if nothing else is said, an empty signal mask
 * and SIGPIPE at its default. What fails before or in the exec is the negated errno of spawn; there
 * is no half-started child.
 */
public final class Spawn {
  /** What a child does while it is still the program that starts it. */
  public interface Beginning {
    /** {@code pid} is the child's. */
    void begin(@Pid int pid);
  }

  /** The limit of descriptors stays as it is. */
  public static final long AS_HERE = -2;

  /** Descriptor moves a child may have. */
  public static final int MOVES = 8;

  /** Run as it is, relative to {@link #directory}; no path search. */
  public byte @Nullable [] file;

  public byte @Nullable [][] arguments;

  /** Null: the present environment. */
  public byte @Nullable [][] environment;

  /** Working directory of the child as a descriptor, or {@link Posix#CWD} to keep this one's. */
  public int directory;

  /** The child leads a new session. */
  public boolean newSession;

  /** The child leads a new process group (without a new session). */
  public boolean newGroup;

  /** The child has the signal mask of this process, not an empty one. */
  public boolean keepsMask;

  /** SIGPIPE is ignored in the child if it is here. */
  public boolean keepsPipeSignal;

  /** The child is process 1 of a new pid namespace. */
  public boolean newPidNamespace;

  /**
   * Called in the child before anything else, so that it happens even if the parent is killed; null
   * for nothing. On the JVM, and with {@link #newPidNamespace}, where the child does not know its
   * pid, the parent does it once the child is started.
   */
  public @Nullable Beginning beginning;

  /** The child may have descriptors with numbers below this; {@link #AS_HERE} as this process. */
  public long descriptorLimit;

  /** Moves, done in order in the child: {@code to[i]} becomes a copy of {@code from[i]}. */
  public final int[] from = new int[MOVES];

  public final int[] to = new int[MOVES];
  public int moves;

  public Spawn() {
    reset();
  }

  public Spawn reset() {
    file = null;
    arguments = null;
    environment = null;
    directory = Posix.CWD;
    newSession = false;
    newGroup = false;
    keepsMask = false;
    keepsPipeSignal = false;
    newPidNamespace = false;
    beginning = null;
    descriptorLimit = AS_HERE;
    moves = 0;
    return this;
  }

  /**
   * Adds a move. {@code from} may equal {@code to}, which then merely survives the exec; a source
   * must not be the target of an earlier move.
   */
  public Spawn move(@Descriptor int fromFd, @Descriptor int toFd) {
    from[moves] = fromFd;
    to[moves] = toFd;
    moves++;
    return this;
  }

  /**
   * The soft limit that a child gets under this hard one, which somebody may have lowered since: no
   * child would start with a higher one. -1 is no limit.
   */
  public long descriptorLimit(long hard) {
    boolean isOver = hard >= 0 && (descriptorLimit < 0 || descriptorLimit > hard);
    return isOver ? hard : descriptorLimit;
  }
}
