package s6j.packages;

import s6j.formats.ByteSink;
import s6j.formats.files.FileTree;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * Writes the service directory of a service: a run that counts its starts, sets the postrun hook
 * off and becomes the package's script, and a logger.
 */
final class ServiceDefinition {
  /** TERM for 20 seconds, then KILL. */
  private static final String KILL_MILLIS = "20000\n";

  /** Begins a program with the words of the shell as its environment; a path may have a "=". */
  private static final String START = "env -i -- \"$@\" /bin/sh -c 'exec \"$0\"' ";

  /** Files of a service directory that the settings may hold. */
  private static final String[] KNOBS = {
    "notification-fd",
    "timeout-kill",
    "timeout-finish",
    "flag-timeout-killpg",
    "flag-no-cont",
    "flag-no-adopt",
    "flag-adopt",
    "down-signal",
    "reload-signal",
    "kill",
    "lock-fd",
    "max-death-tally",
    "restart-backoff"
  };

  private final PackageCall call;
  private final Posix posix;
  private final Places places;
  private final Companion companion;
  private final FileTree files;
  private byte[] at;
  private int error;

  ServiceDefinition(PackageCall call, Companion companion, FileTree files) {
    this.call = call;
    this.posix = call.posix;
    this.places = call.places;
    this.companion = companion;
    this.files = files;
  }

  /** 0, or 1 when something failed and has been said. A held-down service stays so. */
  int write(PackageService service) {
    byte[] log = CString.path(service.directory, CString.of("log"));
    directory(service.directory);
    directory(log);
    directory(places.state(service.pkg));
    script(CString.path(service.directory, CString.of("run")), run(service), 0700);
    script(CString.path(service.directory, CString.of("finish")), finish(service), 0777);
    knobs(service);
    stateLink(service);
    logDirectory(service);
    script(CString.path(log, CString.of("run")), logRun(service), 0777);
    file(CString.path(log, CString.of("notification-fd")), "3\n");
    if (error == 0) return 0;
    call.notices.begin("Warning").text("unable to write ").bytes(at).end(error);
    return 1;
  }

  /** Its owner's alone, as the environment may be. */
  private ByteSink run(PackageService service) {
    byte[] run = places.run(service.pkg, service.name);
    byte[] generation = places.generation(service.pkg, service.name);
    byte[] here = call.workingDirectory();
    ByteSink text = new ByteSink(512).put("#!/bin/sh\n# Written by supervisor-start.\nexec 2>&1\n");
    quoted(text.put("cd "), here).put(" 2>/dev/null || cd /\n");
    umask(text);
    quoted(text.put("generation="), generation).put("\nstarts=0\n");
    text.put("[ ! -s \"$generation\" ] || read -r starts <\"$generation\"\n");
    text.put("echo $((starts + 1)) >\"$generation\"\n");
    quoted(text.put("echo $$ >"), places.pid(service.pkg, service.name));
    quoted(text.put("\npostrun="), places.postrun(service.pkg, service.name)).put("\n");
    environment(text);
    text.put("[ ! -x \"$postrun\" ] || (").put(START).put("\"$postrun\" </dev/null &)\n");
    return quoted(text.put("exec ").put(START), run).put("\n");
  }

  private void umask(ByteSink text) {
    int mask = posix.umask(0);
    posix.umask(mask);
    text.put("umask 0").put('0' + (mask >> 6 & 7)).put('0' + (mask >> 3 & 7));
    text.put('0' + (mask & 7)).put("\n");
  }

  /** That of supervisor-start, whatever s6-svscan was started with. */
  private void environment(ByteSink text) {
    text.put("set --");
    for (byte[] variable : posix.environment())
      if (variable != null && CString.indexOf(variable, '=') > 0) quoted(text.put(" "), variable);
    text.put("\n");
  }

  private ByteSink finish(PackageService service) {
    ByteSink text = new ByteSink(256).put("#!/bin/sh\n# Written by supervisor-start.\n");
    return quoted(text.put("rm -f "), places.pid(service.pkg, service.name)).put("\n");
  }

  private ByteSink logRun(PackageService service) {
    ByteSink text = new ByteSink(256).put("#!/bin/sh\n# Written by supervisor-start.\n");
    byte[] logger = companion.path("s6-log");
    quoted(text.put("exec "), logger).put(" -bd3 n20 s1000000 T ");
    return quoted(text, places.log(service.pkg, service.name)).put("\n");
  }

  private void knobs(PackageService service) {
    byte[] timeout = CString.path(service.directory, CString.of("timeout-kill"));
    file(timeout, KILL_MILLIS);
    file(CString.path(service.directory, CString.of("flag-no-cont")), "");
    for (String knob : KNOBS) {
      byte[] from = places.knob(service.pkg, service.name, knob);
      byte[] to = CString.path(service.directory, CString.of(knob));
      int copied = files.copyFile(Posix.CWD, from, Posix.CWD, to, 0666);
      if (copied == -Errno.ENOENT) forget(knob, to);
      else note(to, copied);
    }
  }

  /** What the settings held once does not stay. */
  private void forget(String knob, byte[] path) {
    if (!knob.equals("timeout-kill") && !knob.equals("flag-no-cont")) posix.unlink(Posix.CWD, path);
  }

  private void stateLink(PackageService service) {
    directory(places.persistent(service.pkg));
    link(places.state(service.pkg), places.stateLink(service.pkg));
  }

  /** A log from before becomes SVC.log.old. */
  private void logDirectory(PackageService service) {
    byte[] link = places.logLink(service.pkg, service.name);
    FileStat stat = new FileStat();
    directory(places.logs(service.pkg));
    directory(places.log(service.pkg, service.name));
    if (posix.stat(Posix.CWD, link, false, stat) >= 0 && !stat.isLink()) keepOldLog(link);
    link(CString.path(service.name, CString.of("current")), link);
  }

  private void keepOldLog(byte[] path) {
    byte[] kept = CString.concat(path, CString.of(".old"));
    boolean taken = posix.access(Posix.CWD, kept, Posix.F_OK) >= 0;
    note(kept, taken ? -Errno.EEXIST : posix.rename(Posix.CWD, path, Posix.CWD, kept));
  }

  private void link(byte[] target, byte[] path) {
    int made = posix.symlink(target, Posix.CWD, path);
    if (made != -Errno.EEXIST) note(path, made);
  }

  private void directory(byte[] path) {
    note(path, files.makeDirectories(path, 0777));
  }

  /** One from before may have been for more eyes, and a mode stays. */
  private void script(byte[] path, ByteSink text, int mode) {
    posix.unlink(Posix.CWD, path);
    note(path, files.write(Posix.CWD, path, text.array(), text.length(), mode));
  }

  private void file(byte[] path, String text) {
    note(path, files.write(Posix.CWD, path, CString.of(text), text.length(), 0666));
  }

  private void note(byte[] path, int result) {
    if (result >= 0 || error != 0) return;
    error = result;
    at = path;
  }

  /** A word for the shell. */
  private static ByteSink quoted(ByteSink text, byte[] word) {
    text.put('\'');
    for (int i = 0; i < CString.length(word); i++) {
      byte b = word[i];
      if (b == '\'') text.put("'\\''");
      else text.put(b);
    }
    return text.put('\'');
  }
}
