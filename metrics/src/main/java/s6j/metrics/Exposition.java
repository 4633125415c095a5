package s6j.metrics;

import org.jspecify.annotations.Nullable;
import s6j.cli.Utf8;
import s6j.formats.ByteSink;
import s6j.formats.timer.TimerStatus;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Signal;

/**
 * A tree's figures as text: families one behind the other, of each its type, its help and its
 * samples, as OpenMetrics 1.0 and the text format of Prometheus have them in common.
 */
final class Exposition {
  private static final String SECONDS = "seconds";
  private static final String HEX = "0123456789abcdef";
  private static final byte[] END = CString.of("\"}");
  private static final int NANOS = 9;

  private final Format format;
  private final TreeReader tree;
  private final byte[] digits = new byte[20];
  private final ByteSink text = new ByteSink(1 << 18);

  /** Where the head of a family began, and where its samples. */
  private int family;

  private int samples;

  /** The services' names as values of labels. */
  private final byte[][] labels;

  Exposition(Format format, TreeReader tree) {
    this.format = format;
    this.tree = tree;
    labels = new byte[tree.count()][];
    for (int i = 0; i < labels.length; i++) {
      label(tree.get(i).name);
      labels[i] = text.copy();
      text.cut(0);
    }
  }

  /** All that is known, of s6-rc too unless that is null. */
  ByteSink text(@Nullable LiveStates live) {
    head("s6_scanner_running", false, "", "Whether there is an s6-svscan.");
    value("s6_scanner_running", tree.isScanned() ? 1 : 0);
    head("s6_services_unreadable", false, "", "Services that may not be looked at.");
    value("s6_services_unreadable", tree.unreadable());
    for (Metric metric : Metric.values()) services(metric);
    ends();
    logs();
    timers();
    if (live != null) states(live);
    return format == Format.OPENMETRICS ? text.put("# EOF\n") : text;
  }

  private void services(Metric metric) {
    head(metric.family, metric.isCounter(), metric.unit(), metric.help);
    String suffix = metric.isCounter() ? "_total" : "";
    byte[] name = CString.of(metric.family + suffix + "{service=\"");
    int decimals = metric.decimals();
    for (int i = 0; i < tree.count(); i++) {
      long value = metric.of(tree.get(i));
      if (value == ServiceFigures.NONE) continue;
      text.put(name).put(labels[i]).put(END);
      decimal(value, decimals);
    }
    close();
  }

  private void ends() {
    String name = "s6_service_tally_deaths";
    head(name, false, "", "Ends in its death tally, which holds the last ones.");
    for (int i = 0; i < tree.count(); i++)
      for (DeathEnd one = tree.get(i).ends; one != null; one = one.next) {
        open(name, tree.get(i));
        if (one.signal != 0) text.put(",signal=\"").put(Signal.name(one.signal));
        else text.put(",exit=\"").put(Decimal.string(one.exitCode));
        text.put("\"}");
        decimal(one.count, 0);
      }
    close();
  }

  private void logs() {
    for (LogMetric metric : LogMetric.values()) {
      head(metric.family, metric.isCounter(), metric.unit, metric.help);
      String name = metric.isCounter() ? metric.family + "_total" : metric.family;
      for (int i = 0; i < tree.count(); i++)
        for (LogFigures one = tree.get(i).logs; one != null; one = one.next) {
          long value = metric.of(one);
          if (value == ServiceFigures.NONE) continue;
          open(name, tree.get(i)).put(",directory=\"");
          label(one.directory).put("\"}");
          decimal(value, metric.decimals);
        }
      close();
    }
  }

  private void timers() {
    moments("s6_timer_next_start_timestamp_seconds", "When a timer is due.", true);
    moments("s6_timer_last_start_timestamp_seconds", "When it last started its service.", false);
    String name = "s6_timer_running";
    head(name, false, "", "Whether the service of a timer runs.");
    for (int i = 0; i < tree.count(); i++) {
      TimerStatus timers = timers(i);
      while (timers.read()) {
        openTimer(name, i, timers);
        decimal(CString.is(timers.state, "waits") ? 0 : 1, 0);
      }
    }
    close();
  }

  private void moments(String name, String help, boolean isNext) {
    head(name, false, SECONDS, help);
    for (int i = 0; i < tree.count(); i++) {
      TimerStatus timers = timers(i);
      while (timers.read()) {
        long moment = isNext ? timers.next : timers.last;
        if (moment == TimerStatus.NONE) continue;
        openTimer(name, i, timers);
        decimal(moment, NANOS);
      }
    }
    close();
  }

  private TimerStatus timers(int place) {
    return new TimerStatus(tree.get(place).timers, tree.get(place).timers.length);
  }

  private void openTimer(String name, int place, TimerStatus timers) {
    open(name, tree.get(place)).put(",timer=\"");
    label(timers.name).put("\"}");
  }

  private void states(LiveStates live) {
    String name = "s6_rc_up";
    head(name, false, "", "Whether a service of the live directory of s6-rc is up for it.");
    for (int i = 0; i < live.count(); i++) {
      text.put(name).put("{service=\"");
      label(live.name(i)).put("\",type=\"").put(live.isLongrun(i) ? "longrun" : "oneshot");
      text.put("\"}");
      decimal(live.isUp(i) ? 1 : 0, 0);
    }
    close();
  }

  /** Begins a family. */
  private void head(String name, boolean isCounter, String unit, String help) {
    family = text.length();
    String suffix = isCounter && format == Format.TEXT ? "_total" : "";
    text.put("# TYPE ").put(name).put(suffix).put(isCounter ? " counter\n" : " gauge\n");
    if (!unit.isEmpty() && format == Format.OPENMETRICS)
      text.put("# UNIT ").put(name).put(' ').put(unit).put('\n');
    text.put("# HELP ").put(name).put(suffix).put(' ').put(help).put('\n');
    samples = text.length();
  }

  /** Ends a family: one without samples is left out. */
  private void close() {
    if (text.length() == samples) text.cut(family);
  }

  private void value(String name, long value) {
    text.put(name);
    decimal(value, 0);
  }

  private ByteSink open(String name, ServiceFigures service) {
    text.put(name);
    return open(service);
  }

  private ByteSink open(ServiceFigures service) {
    text.put("{service=\"");
    return label(service.name).put('"');
  }

  /**
   * The inside of a label's value. Bytes that are not UTF-8 become {@code \xNN}, and so does the
   * backslash of what looks like one: no two names are shown alike.
   */
  private ByteSink label(byte[] string) {
    int end = CString.length(string);
    for (int at = 0; at < end; ) {
      int length = Utf8.length(string, at, end);
      byte first = string[at];
      boolean isLike = first == '\\' && at + 1 < end && string[at + 1] == 'x';
      if (length == 0 || isLike) {
        text.put("\\\\x").put(HEX.charAt(first >> 4 & 15)).put(HEX.charAt(first & 15));
        length = 1;
      } else if (first == '\n') text.put("\\n");
      else if (first == '"' || first == '\\') text.put('\\').put(first);
      else text.put(string, at, length);
      at += length;
    }
    return text;
  }

  /** A blank, a number with so many of its digits behind the point, and the end of the line. */
  private void decimal(long value, int decimals) {
    text.put(' ');
    if (value < 0) text.put('-');
    int length = Decimal.format(value < 0 ? -value : value, digits, 0);
    int whole = length - decimals;
    if (whole <= 0) text.put('0');
    else text.put(digits, 0, whole);
    if (decimals > 0) {
      text.put('.');
      for (int i = whole; i < 0; i++) text.put('0');
      text.put(digits, Math.max(whole, 0), length - Math.max(whole, 0));
    }
    text.put('\n');
  }
}
