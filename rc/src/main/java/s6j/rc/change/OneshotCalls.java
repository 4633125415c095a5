package s6j.rc.change;

import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.Poller;
import s6j.posix.Posix;

/** The calls of the oneshot runner that are under way. */
public final class OneshotCalls {

  private final Posix posix;
  private final OneshotRunner runner;
  private final boolean tells;
  private OneshotCall[] calls = new OneshotCall[0];
  private int[] places = new int[0];
  private int running;

  private final EarlyEnds early = new EarlyEnds();

  /** {@code tells} of connections. */
  OneshotCalls(Posix posix, OneshotRunner runner, boolean tells) {
    this.tells = tells;
    this.posix = posix;
    this.runner = runner;
  }

  int running() {
    return running + early.count();
  }

  void start(int service, Transition transition, long timeoutMillis) {
    OneshotCall call = free();
    byte[] script = CString.of(transition.script);
    int status = call.start(service, script, Decimal.string(service), timeoutMillis);
    if (status == OneshotCall.PENDING) running++;
    else early.add(service, status);
  }

  private OneshotCall free() {
    for (OneshotCall call : calls) if (call.isFree()) return call;
    OneshotCall[] more = new OneshotCall[2 * calls.length + 4];
    System.arraycopy(calls, 0, more, 0, calls.length);
    for (int i = calls.length; i < more.length; i++)
      more[i] = new OneshotCall(posix, runner, tells);
    int first = calls.length;
    calls = more;
    places = new int[more.length];
    return more[first];
  }

  /** Calls that wait for the runner to come back fail. */
  void stopWaiting() {
    runner.stopWaiting();
  }

  /** The command has no more time: tells of each call that it has timed out. */
  void giveUp() {
    for (OneshotCall call : calls) call.giveUp();
  }

  /** Leaves calls whose end nobody waits for: the command ends before its time. */
  void close() {
    for (OneshotCall call : calls) call.close();
  }

  /** Adds what is waited for to a poller with room for it. */
  void addTo(Poller poller) {
    for (int i = 0; i < calls.length; i++)
      places[i] = calls[i].descriptor() < 0 ? -1 : poller.add(calls[i].descriptor(), Poller.READ);
  }

  int capacity() {
    return calls.length;
  }

  /** When the first call times out; at once if one has failed. */
  long deadline() {
    if (early.count() > 0) return 0;
    long first = Deadline.NEVER;
    for (OneshotCall call : calls)
      if (!call.isFree() && call.deadline() < first) first = call.deadline();
    return first;
  }

  /** Tells what has ended since the poll. New calls may start meanwhile; they wait their turn. */
  void look(Poller poller, EndListener listener) {
    early.tell(listener);
    long now = posix.monotonicNanos();
    int[] polledPlaces = places;
    OneshotCall[] polledCalls = calls;
    for (int i = 0; i < polledPlaces.length; i++) {
      if (polledCalls[i].isFree()) continue;
      int status = OneshotCall.PENDING;
      if (polledPlaces[i] >= 0 && poller.readable(polledPlaces[i]))
        status = polledCalls[i].proceed();
      else if (Deadline.passed(polledCalls[i].deadline(), now)) status = polledCalls[i].timeOut();
      polledPlaces[i] = -1;
      if (status != OneshotCall.PENDING) tell(polledCalls[i].service(), status, listener);
    }
  }

  private void tell(int service, int status, EndListener listener) {
    running--;
    listener.ended(service, status);
  }
}
