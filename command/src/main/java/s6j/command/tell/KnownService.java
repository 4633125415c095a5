package s6j.command.tell;

import org.jspecify.annotations.Nullable;
import s6j.cli.Output;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.rc.answer.ServiceReport;
import s6j.rc.answer.StatusTable;

/** A service of the live directory or of the scan directory, and what is odd about it. */
final class KnownService {
  private static final byte[] OWN = CString.of("s6rc-");

  final ServiceReport report;

  /** Its service directory; of a oneshot it is not there. */
  final byte[] directory;

  /** Whether s6-rc knows it. */
  final boolean isLive;

  /** Why it was left out, or empty. */
  final byte[] skipped;

  final ServiceWord word;

  /** What starts it by time, or null. */
  final @Nullable KnownTimer timer;

  /** What keeps its scripts from being executed, where that is asked; or null. */
  final @Nullable String trouble;

  KnownService(
      Posix posix,
      ServiceReport report,
      byte[] directory,
      boolean isLive,
      byte[] skipped,
      @Nullable KnownTimer timer) {
    this.timer = timer;
    this.report = report;
    this.directory = directory;
    this.isLive = isLive;
    this.skipped = skipped;
    word = word(report, skipped.length > 0);
    ScriptTrouble found =
        word == ServiceWord.FAILING ? ScriptTrouble.ofService(posix, directory) : null;
    trouble = found == null ? null : found.text;
  }

  private static ServiceWord word(ServiceReport report, boolean isSkipped) {
    if (isSkipped && report.up) return ServiceWord.SKIPPED;
    if (report.unseen != 0) return ServiceWord.UNKNOWN;
    if (!report.longrun) return report.up ? ServiceWord.UP : ServiceWord.DOWN;
    if (!report.supervised) return report.up ? ServiceWord.FAILING : ServiceWord.DOWN;
    boolean wanted = report.status.wantUp;
    if (!report.status.isUp())
      return wanted ? ServiceWord.FAILING : report.up ? ServiceWord.STOPPED : ServiceWord.DOWN;
    if (!wanted) return ServiceWord.STOPPING;
    return report.up ? ServiceWord.UP : ServiceWord.STARTING;
  }

  /** Whether it is one of s6-rc's own. */
  boolean isOwn() {
    return isLive && CString.startsWith(report.name, OWN);
  }

  boolean isRunning() {
    return report.supervised && report.status.isUp();
  }

  /** Seconds, as people say them. */
  String age() {
    if (!report.supervised) return "-";
    long seconds = report.seconds;
    if (seconds < 120) return seconds + "s";
    if (seconds < 7200) return seconds / 60 + "m";
    return seconds < 172800 ? seconds / 3600 + "h" : seconds / 86400 + "d";
  }

  byte[] pid() {
    return isRunning() ? Decimal.string(report.status.pid) : CString.of("-");
  }

  String readiness() {
    if (!isRunning()) return "-";
    if (report.isUnhealthy()) return "sick";
    return !report.notifies ? "-" : report.status.ready ? "yes" : "no";
  }

  /** How its process ended last, or empty. */
  String lastEnd() {
    if (!report.supervised) return "";
    int signal = report.status.signal();
    if (signal != 0) return Signal.name(signal);
    return report.status.exitCode() < 0 ? "" : "exit " + report.status.exitCode();
  }

  /** What should be seen beside the state. */
  String note() {
    String note = ownNote();
    if (timer == null) return note;
    return note.isEmpty() ? timer.note() : note + "; " + timer.note();
  }

  private String ownNote() {
    return switch (word) {
      case SKIPPED -> CString.text(skipped);
      case FAILING -> joined(report.supervised ? "wanted up" : "has no supervisor");
      case STOPPED -> joined("gave up or was brought down");
      case DOWN -> report.longrun && !report.supervised ? "has no supervisor" : lastEnd();
      case UNKNOWN -> Errno.text(-report.unseen);
      case UP, STARTING, STOPPING -> CString.text(report.told);
    };
  }

  private String joined(String first) {
    String text = trouble == null ? first : first + "; " + trouble;
    String end = lastEnd();
    return end.isEmpty() ? text : text + "; " + end;
  }

  /** An object of JSON. */
  void json(Output out) {
    StatusTable.members(out, report);
    out.text(",\"word\":\"").text(word.word);
    out.text("\",\"live\":").text(isLive ? "true" : "false");
    if (skipped.length > 0) out.text(",\"skipped\":").json(skipped);
    if (trouble != null) out.text(",\"trouble\":").json(CString.of(trouble));
    if (timer != null) {
      out.text(",\"timer\":");
      timer.json(out);
    }
    out.text("}");
  }
}
