package s6j.rc.change;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.RcDatabase;
import s6j.posix.Signal;
import s6j.posix.WaitStatus;

/** What s6-rc says about its work, by verbosity (docs/specification/s6-rc.md, E.5). */
public final class RcNarrator {
  private final Messages messages;
  private final RcDatabase database;
  private final RcSettings settings;

  /** Null if no progress is shown. */
  private final @Nullable ProgressScreen screen;

  public RcNarrator(
      Messages messages,
      RcDatabase database,
      RcSettings settings,
      @Nullable ProgressScreen screen) {
    this.messages = messages;
    this.database = database;
    this.settings = settings;
    this.screen = screen;
  }

  private Messages voice() {
    if (screen != null) screen.erase();
    return messages;
  }

  void pass(boolean up) {
    if (settings.verbosity >= 3)
      voice().info().text("bringing selected services ").text(up ? "up" : "down").end();
  }

  void already(int service, boolean up) {
    if (settings.verbosity >= 3)
      voice().info().text("service ").bytes(name(service)).text(up ? UP : DOWN).end();
  }

  private static final String UP = ": already up";
  private static final String DOWN = ": already down";

  void essential(int service) {
    if (settings.verbosity < 1) return;
    voice().warning().text("service ").bytes(name(service));
    messages.text(" is marked as essential, not stopping it").end();
  }

  void begun(int service, Transition transition) {
    if (settings.verbosity < 2) return;
    info().bytes(name(service)).text(": ").text(transition.ongoing).end();
  }

  void done(int service, Transition transition) {
    if (settings.verbosity < 2) return;
    info().bytes(name(service)).text(" successfully ").text(transition.done).end();
  }

  private Messages info() {
    return voice().info().text(settings.isDryRun() ? "dry run: service " : "service ");
  }

  void notStarted(int service, Transition transition, int errno) {
    if (settings.verbosity < 1) return;
    voice().warning().unableTo("spawn subprocess for ").bytes(name(service)).end(errno);
    if (settings.verbosity < 2) return;
    voice().info().text("service ").bytes(name(service));
    messages.text(": failed to ").text(transition.verb).end();
  }

  void failed(int service, Transition transition, int waitStatus) {
    if (settings.verbosity < 1) return;
    voice().warning().unableTo(settings.isDryRun() ? "(dry run) " : "").text(transition.verb);
    messages.text(" service ").bytes(name(service));
    int signal = WaitStatus.signal(waitStatus);
    if (signal != 0) messages.text(": command crashed with signal ").number(signal).end();
    else messages.text(": command exited ").number(WaitStatus.exitCode(waitStatus)).end();
  }

  void signal(int signal) {
    if (settings.verbosity < 2) return;
    String name = signal == Signal.SIGTERM ? "TERM" : "INT";
    voice().warning().text("received ").text(name);
    messages.text(", aborting pending processes and exiting asap").end();
  }

  void unableTo(String what, byte[] object, int errno) {
    if (settings.verbosity >= 1) voice().warning().unableTo(what).bytes(object).end(errno);
  }

  int cannotWrite(byte[] file, int errno) {
    return voice().fatal().unableTo("write ").bytes(file).exit(ExitCode.SYSTEM, errno);
  }

  int timedOut() {
    return voice().fatal().text("timed out").exit(2);
  }

  int cannot(String what, int errno) {
    return voice().fatal().unableTo(what).exit(ExitCode.SYSTEM, errno);
  }

  int cannotReload(int service, int errno) {
    voice().fatal().unableTo("send reload command to service ").bytes(name(service));
    return messages.exit(ExitCode.SYSTEM, errno);
  }

  private byte[] name(int service) {
    return database.nameOf(service);
  }
}
