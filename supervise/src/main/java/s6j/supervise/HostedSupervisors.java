package s6j.supervise;

import static s6j.posix.OpenFlags.*;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.talk.Handover;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.CString;
import s6j.posix.Crowd;
import s6j.posix.Deadline;
import s6j.posix.FileStat;
import s6j.posix.Poller;
import s6j.posix.Posix;

/**
 * Many supervisors in one process, that of their scanner: each is the {@link SuperviseLoop} that a
 * process of its own would have, and what they need to act they share.
 *
 * <p>A supervisor holds {@value #DESCRIPTORS} descriptors and one more for a run that tells its
 * readiness; so the limit is raised as far as it goes, and children get the former one.
 */
public final class HostedSupervisors implements SupervisorHost {
  /** Directory, lock, control fifo, notes. */
  private static final int DESCRIPTORS = 4;

  /** What starts, writes of files and announcements open for a moment, and two notifications. */
  private static final int RESERVED = 12;

  private static final int LONGEST_MESSAGE = 640;
  private static final int LONGEST_NAME = 1024;
  private static final int RETRY_MILLIS = 1000;
  private static final int TRIES_A_TURN = 8;
  private static final int FIRST_SIZE = 16;
  private static final byte[] DEV_NULL = CString.of("/dev/null");

  private final Posix posix;
  private final byte[] program;
  private final Forerunners forerunners;
  private final Listener listener;
  private final byte[] speaker;
  private final Messages messages;
  private final Crowd crowd;
  private final PidIndex byPid = new PidIndex();
  private final long[] limits = new long[2];
  private final FileStat stat = new FileStat();
  private @Nullable Means means;
  private Possession possession;
  private long softLimit;

  /** All that were ever made. */
  private HostedSupervisor[] all = new HostedSupervisor[FIRST_SIZE];

  private int made;

  /** Those that have ended, until the scanner is told. */
  private @Nullable HostedSupervisor firstGone;

  /** Those that owe something, in the order in which they are asked to try again. */
  private @Nullable HostedSupervisor firstOwing;

  private @Nullable HostedSupervisor lastOwing;
  private long tryAgainAt = Deadline.NEVER;

  /** As {@link SupervisorHost.Maker#make}. */
  public HostedSupervisors(Posix posix, byte[] calledAs, byte[] name, Listener listener) {
    this.posix = posix;
    this.program = name;
    // Before the change of directory, PATH may be relative.
    this.forerunners = new Forerunners(posix, calledAs);
    this.listener = listener;
    this.speaker = new byte[name.length + LONGEST_NAME + 2];
    this.messages = new Messages(posix, speaker, LONGEST_MESSAGE).neverWaiting();
    this.crowd = new Crowd(posix, messages);
  }

  @Override
  public int open(boolean adopts, Handover from) {
    speakForAll();
    int limited = raiseLimit();
    if (from != null) softLimit = from.next();
    if (limited < 0) return fail("raise the limit of descriptors", limited);
    int opened = crowd.open();
    if (opened < 0) return fail("open a set of descriptors", opened);
    int nothing = posix.open(Posix.CWD, DEV_NULL, O_RDWR | O_CLOEXEC, 0);
    if (nothing < 0) return fail("open /dev/null", nothing);
    posix.expectManyDescriptors(nothing);
    means = new Means(posix, messages, speaker, nothing, forerunners, softLimit);
    possession = new Possession(means, adopts);
    return 0;
  }

  @Override
  public void handOver(Handover to) {
    to.tell(softLimit);
  }

  /** The program's name, until there is a service. */
  private void speakForAll() {
    int length = CString.length(program);
    System.arraycopy(program, 0, speaker, 0, length);
    speaker[length] = 0;
  }

  private int raiseLimit() {
    int found = posix.getLimit(Posix.RLIMIT_NOFILE, limits);
    if (found < 0) return found;
    softLimit = limits[0];
    return posix.setLimit(Posix.RLIMIT_NOFILE, limits[1], limits[1]);
  }

  private int fail(String what, int error) {
    return messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, error);
  }

  @Override
  public Hosted supervisor(Client client) {
    if (made == all.length) {
      HostedSupervisor[] more = new HostedSupervisor[2 * made];
      System.arraycopy(all, 0, more, 0, made);
      all = more;
    }
    HostedSupervisor one = new HostedSupervisor(client);
    all[made++] = one;
    return one;
  }

  @Override
  public boolean ended(int pid, int rawStatus) {
    SuperviseLoop loop = byPid.find(pid);
    if (loop == null) return false;
    loop.childEnded(rawStatus);
    return true;
  }

  @Override
  public boolean noneLeft() {
    boolean someLive = false;
    for (int i = 0; i < made; i++) if (all[i].loop.noneLeft()) someLive = true;
    return someLive;
  }

  @Override
  public void close() {
    for (int i = 0; i < made; i++) all[i].abandon();
    crowd.close();
    if (means != null) posix.close(means.nothing);
    if (means != null) posix.setLimit(Posix.RLIMIT_NOFILE, softLimit, limits[1]);
  }

  // ---- as a group of the scanner's turn --------------------------------------------------------

  @Override
  public int count() {
    return crowd.count();
  }

  @Override
  public void addTo(Poller poller) {
    crowd.addTo(poller);
  }

  @Override
  public long deadline() {
    if (firstGone != null) return posix.monotonicNanos();
    return Math.min(crowd.deadline(), tryAgainAt);
  }

  @Override
  public void look(Poller poller, int from, boolean blind) {
    crowd.look(poller, from, blind);
    tryAgain();
    tellOfGone();
  }

  /** In every turn, as one with a turn of its own would, but not all of them. */
  private void tryAgain() {
    HostedSupervisor last = lastOwing;
    tryAgainAt = Deadline.NEVER;
    for (int i = 0; i < TRIES_A_TURN && firstOwing != null; i++) {
      HostedSupervisor one = firstOwing;
      firstOwing = one.nextOwing;
      if (firstOwing == null) lastOwing = null;
      one.tryAgain();
      if (one == last) break;
    }
    if (firstOwing != null) tryAgainAt = Deadline.after(posix.monotonicNanos(), RETRY_MILLIS);
  }

  private void tellOfGone() {
    while (firstGone != null) {
      HostedSupervisor one = firstGone;
      firstGone = one.nextGone;
      one.release();
      listener.left(one.client);
    }
  }

  /** One of them, made for a service that the scanner knows. */
  private final class HostedSupervisor implements Hosted, Home {
    private final Client client;
    private final Service service;
    private final SuperviseLoop loop;
    private HostedSupervisor nextGone;
    private @Nullable HostedSupervisor nextOwing;
    private boolean isOwing;

    /** How often it was busy since it last began. */
    private int tries;

    /** What it could not begin for, as it was said; 0 once it has begun. */
    private int complaint;

    HostedSupervisor(Client client) {
      this.client = client;
      service = new Service(means, client);
      loop = new SuperviseLoop(means, service, this);
      loop.wire(crowd);
    }

    /** What keeps a service down is said once, not at each try of each of thousands. */
    @Override
    public int begin() {
      messages.passOver(complaint);
      int code = tryToBegin();
      messages.passOver(Messages.NOTHING);
      if (code >= 0) complaint = code == 0 ? Messages.NOTHING : messages.last();
      return code;
    }

    private int tryToBegin() {
      int directory = posix.open(Posix.CWD, client.name(), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
      if (directory >= 0 && isOfReserve(directory)) {
        posix.close(directory);
        return FULL;
      }
      if (directory < 0) return noDirectory(directory);
      service.take(client.name(), directory);
      means.speakAnew();
      means.speakFor(service);
      int code = isElsewhere() ? ELSEWHERE : possess();
      if (code == 0) code = set();
      if (code != 0) release();
      return code;
    }

    /** A number near the limit tells that only those are left. */
    private boolean isOfReserve(int fd) {
      long most = limits[1];
      return most >= 0 && fd >= most - DESCRIPTORS - RESERVED;
    }

    private int noDirectory(int error) {
      if (error == FULL) return FULL;
      speakForAll();
      means.speakAnew();
      return messages
          .fatal()
          .unableTo("chdir to ")
          .bytes(client.name())
          .exit(ExitCode.SYSTEM, error);
    }

    private boolean isElsewhere() {
      return posix.fstat(service.directory, stat) >= 0 && !client.isAt(stat.device, stat.inode);
    }

    private int possess() {
      int code = possession.take(service);
      if (code == 0) code = possession.adopt(++tries < ChildNotes.TRIES ? 1 : 2);
      if (code == 0) code = possession.clean();
      return code;
    }

    private int set() {
      tries = 0;
      int wish = possession.wish();
      int code = wish < 0 ? -wish : possession.makeControl();
      if (code != 0) return code;
      loop.beginAnew();
      if (!possession.hasFound()) loop.publishBeginning(wish > 0);
      code = possession.openControl();
      if (code != 0) return code;
      loop.listen();
      Adoption found = possession.adoption();
      if (found == null) loop.begin();
      else loop.goOn(found);
      return 0;
    }

    @Override
    public void signal(int signal) {
      loop.signal(signal);
    }

    @Override
    public void handOver(Handover to) {
      service.handOver(to);
      loop.handOver(to);
    }

    @Override
    public void takeUp(Handover from) {
      service.takeUp(client.name(), from);
      loop.beginAnew();
      loop.takeUp(from);
      loop.listen();
    }

    @Override
    public void left(SuperviseLoop who) {
      nextGone = firstGone;
      firstGone = this;
    }

    @Override
    public void owes(SuperviseLoop who) {
      if (isOwing) return;
      isOwing = true;
      nextOwing = null;
      if (firstOwing == null) firstOwing = this;
      else lastOwing.nextOwing = this;
      lastOwing = this;
      if (tryAgainAt == Deadline.NEVER)
        tryAgainAt = Deadline.after(posix.monotonicNanos(), RETRY_MILLIS);
    }

    void tryAgain() {
      isOwing = false;
      if (service.directory < 0) return;
      loop.tryAgain();
      if (loop.isOwed()) owes(loop);
    }

    @Override
    public void childChanges(SuperviseLoop who, int from, int to) {
      if (from > 0) byPid.remove(from, who);
      if (to > 0) byPid.put(to, who);
    }

    /** Leaves everything as it is, for whoever goes on with it. */
    void abandon() {
      if (service.directory < 0) return;
      loop.letGo();
      release();
    }

    private void release() {
      possession.release();
      service.release();
      service.leaveDirectory();
    }
  }
}
