package s6j.rc.answer;

import org.jspecify.annotations.Nullable;
import s6j.cli.Output;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * {@code rc healthy}: whether every service that is wanted is up, ready and not unhealthy; one line
 * a reason why not, or all in JSON.
 */
public final class HealthAnswer {
  private static final long SECOND = 1_000_000_000;

  /** What may be wrong, and what JSON calls it. */
  private enum Fault {
    DOWN("down"),
    UNSUPERVISED("unsupervised"),
    NOT_READY("not-ready"),
    UNHEALTHY("unhealthy");

    final String word;

    Fault(String word) {
      this.word = word;
    }
  }

  private final Posix posix;
  private final Output out;
  private final boolean json;
  private int faults;

  public HealthAnswer(Posix posix, Output out, boolean json) {
    this.posix = posix;
    this.out = out;
    this.json = json;
  }

  /** Judges a service that is wanted. */
  public void look(ServiceReport report) {
    Fault fault = fault(report);
    if (fault == null) return;
    if (json) out.text(faults == 0 ? "{\"healthy\":false,\"reasons\":[\n" : ",\n");
    faults++;
    if (json) json(report, fault);
    else {
      out.bytes(report.name).text(": ");
      describe(report, fault);
      out.line();
    }
  }

  /** Ends the answer: the exit code. */
  public int end() {
    if (json) out.text(faults == 0 ? "{\"healthy\":true,\"reasons\":[]}\n" : "\n]}\n");
    return faults == 0 ? 0 : 1;
  }

  private static @Nullable Fault fault(ServiceReport report) {
    if (report.isFine()) return null;
    if (report.longrun && !report.supervised) return Fault.UNSUPERVISED;
    if (report.longrun && report.status.isUp()) {
      if (report.isUnready()) return Fault.NOT_READY;
      if (report.isUnhealthy()) return Fault.UNHEALTHY;
    }
    return Fault.DOWN;
  }

  private void describe(ServiceReport report, Fault fault) {
    switch (fault) {
      case DOWN -> describeDown(report);
      case UNSUPERVISED -> out.text("no supervisor");
      case NOT_READY -> out.text("not ready, up for ").number(report.seconds).text(" s");
      case UNHEALTHY -> describeUnhealthy(report);
    }
  }

  private void describeDown(ServiceReport report) {
    out.text("not up");
    if (!report.longrun) return;
    if (report.status.isUp()) {
      out.text(" for s6-rc yet");
      return;
    }
    out.text(", down for ").number(report.seconds).text(" s");
    int signal = report.status.signal();
    if (signal != 0) out.text(", killed by ").text(Signal.name(signal));
    else if (report.status.exitCode() >= 0)
      out.text(", exit code ").number(report.status.exitCode());
  }

  private void describeUnhealthy(ServiceReport report) {
    long nanos = posix.realtimeNanos() - report.health.sinceNanos;
    out.text("unhealthy for ").number(Math.max(0, nanos / SECOND)).text(" s, ");
    out.number(report.health.failures).text(" checks failed, the last by ");
    out.bytes(report.health.lastWord);
  }

  private void json(ServiceReport report, Fault fault) {
    out.text("{\"name\":").json(report.name).text(",\"reason\":\"").text(fault.word);
    out.text("\",\"text\":\"");
    describe(report, fault);
    out.text("\"}");
  }
}
