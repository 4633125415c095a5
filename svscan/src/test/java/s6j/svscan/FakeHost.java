package s6j.svscan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import s6j.formats.talk.Handover;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.FakePosix;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * A host whose supervisors do nothing but live until they get TERM or HUP, or a test ends them. It
 * outlives the images that use it.
 */
final class FakeHost {
  /** The names of those that began, in order; behind those that were refused what was answered. */
  final List<String> begun = new ArrayList<>();

  /** Those that live, by name. */
  final Map<String, One> living = new HashMap<>();

  /** What the next to begin are answered. */
  final List<Integer> answers = new ArrayList<>();

  int handedOver;
  int takenUp;
  int closed;

  /** One supervisor; its process is only a thought. */
  static final class One implements SupervisorHost.Hosted {
    private final FakeHost fake;
    private final OfImage host;
    private final SupervisorHost.Client client;

    One(FakeHost fake, OfImage host, SupervisorHost.Client client) {
      this.fake = fake;
      this.host = host;
      this.client = client;
    }

    private String name() {
      return CString.text(client.name());
    }

    @Override
    public int begin() {
      int answer = fake.answers.isEmpty() ? 0 : fake.answers.remove(0);
      fake.begun.add(name() + (answer == 0 ? "" : " " + answer));
      if (answer >= 0) fake.living.put(name(), this);
      if (answer > 0) fake.living.remove(name());
      return answer;
    }

    void end() {
      fake.living.remove(name());
      host.ended.add(client);
      ((FakePosix) host.posix).signal(Signal.SIGCHLD);
    }

    @Override
    public void signal(int signal) {
      if (signal == Signal.SIGTERM || signal == Signal.SIGHUP) end();
    }

    @Override
    public void handOver(Handover to) {
      fake.handedOver++;
      to.tell(fake.handedOver);
    }

    @Override
    public void takeUp(Handover from) {
      if (from.nextInt() > 0) fake.takenUp++;
      fake.living.put(name(), this);
    }
  }

  /** The host of one image. */
  private static final class OfImage implements SupervisorHost {
    private final FakeHost fake;
    private final Posix posix;
    private final Listener listener;
    private final List<Client> ended = new ArrayList<>();

    OfImage(FakeHost fake, Posix posix, Listener listener) {
      this.fake = fake;
      this.posix = posix;
      this.listener = listener;
    }

    @Override
    public int open(boolean adopts, @Nullable Handover from) {
      return 0;
    }

    @Override
    public void handOver(Handover to) {
      // It has nothing of its own.
    }

    @Override
    public Hosted supervisor(Client client) {
      return new One(fake, this, client);
    }

    @Override
    public boolean ended(int pid, int rawStatus) {
      return false;
    }

    @Override
    public boolean noneLeft() {
      return false;
    }

    @Override
    public void close() {
      fake.closed++;
    }

    @Override
    public int count() {
      return 0;
    }

    @Override
    public void addTo(Poller poller) {
      // Nothing of it is waited for.
    }

    @Override
    public long deadline() {
      return ended.isEmpty() ? Deadline.NEVER : posix.monotonicNanos();
    }

    @Override
    public void look(Poller poller, int from, boolean blind) {
      while (!ended.isEmpty()) listener.left(ended.remove(0));
    }
  }

  SupervisorHost.Maker maker() {
    return (posix, calledAs, name, listener) -> new OfImage(this, posix, listener);
  }
}
