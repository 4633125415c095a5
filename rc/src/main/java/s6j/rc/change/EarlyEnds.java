package s6j.rc.change;

/** Transitions that ended when nobody looked; they are told with the next look. */
final class EarlyEnds {
  private int[] services = new int[16];
  private int[] statuses = new int[16];
  private int count;

  int count() {
    return count;
  }

  void add(int service, int waitStatus) {
    if (count == services.length) {
      services = grown(services);
      statuses = grown(statuses);
    }
    services[count] = service;
    statuses[count++] = waitStatus;
  }

  private static int[] grown(int[] from) {
    int[] to = new int[2 * from.length];
    System.arraycopy(from, 0, to, 0, from.length);
    return to;
  }

  /** What ends while it is told waits for the next look. */
  void tell(EndListener listener) {
    int known = count;
    for (int i = 0; i < known; i++) listener.ended(services[i], statuses[i]);
    for (int i = known; i < count; i++) {
      services[i - known] = services[i];
      statuses[i - known] = statuses[i];
    }
    count -= known;
  }
}
