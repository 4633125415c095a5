package s6j.rc.change;

/** The services of a reload, which know no order; oneshots only so many at a time. */
final class ReloadQueue {
  private final boolean[] selected;
  private final int longruns;
  private final int concurrency;
  private int place;
  private int oneshots;
  private boolean failed;
  private boolean terminated;

  ReloadQueue(boolean[] selected, int longruns, int concurrency) {
    this.selected = selected;
    this.longruns = longruns;
    this.concurrency = concurrency;
  }

  /** The next service to reload now, or -1. */
  int next() {
    while (place < selected.length && !selected[place]) place++;
    if (place == selected.length || terminated) return -1;
    if (place >= longruns && oneshots == concurrency) return -1;
    if (place >= longruns) oneshots++;
    return place++;
  }

  void ended(int service, boolean good) {
    if (service >= longruns) oneshots--;
    if (!good) failed = true;
  }

  void terminate() {
    terminated = true;
  }

  /** 1 if something failed or was not reached. */
  int exitCode() {
    while (place < selected.length && !selected[place]) place++;
    return failed || place < selected.length ? 1 : 0;
  }
}
