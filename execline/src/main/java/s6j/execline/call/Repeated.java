package s6j.execline.call;

import s6j.posix.Spawn;

/** A child that is started again and again; that allocates nothing after the first time. */
public final class Repeated {
  private final Lookup.Search search;
  private final Spawn plan;

  public Repeated(Call call, Spawn plan) {
    this.plan = plan;
    search = call.lookup.new Search(plan.arguments[0]);
  }

  /** Starts it: its pid, or the negated errno. */
  public int start() {
    return search.spawn(plan);
  }
}
