package s6j.machine.maker;

import s6j.cli.ExeclineScript;
import s6j.cli.ScriptPrograms;
import s6j.posix.CString;

/** The run scripts of the services that every machine has from the start. */
final class ServiceScripts {
  private static final String ROOT = "root";

  private final ScriptPrograms programs;
  private final MakerSettings settings;

  ServiceScripts(ScriptPrograms programs, MakerSettings settings) {
    this.programs = programs;
    this.settings = settings;
  }

  byte[] logger() {
    boolean isVisible = settings.logsToConsole() || settings.isContainer();
    ExeclineScript script = begin();
    script.fill(isVisible ? "@fdmove -c 1 2\n" : "@redirfd -w 1 /dev/null\n");
    script.fill("@redirfd -rnb 0 fifo\n");
    byte[] user = settings.logUser();
    if (user != null && !CString.is(user, ROOT))
      script.fill("@s6-setuidgid ").quoted(user).add("\n");
    script.fill("@s6-log -bpd3 -- ").add(settings.logsToConsole() ? "1 " : "");
    script.add(settings.stampsTai() ? "t " : "").add(settings.stampsIso() ? "T " : "");
    return end(script.add("/run/uncaught-logs\n"));
  }

  byte[] shutdownd() {
    ExeclineScript script = begin().fill("@s6-linux-init-shutdownd -d3 -c ");
    script.quoted(settings.base()).add(" -g ").add(settings.grace());
    script.add(settings.isContainer() ? " -C" : "").add(settings.hasLogger() ? "" : " -B");
    return end(script.add("\n"));
  }

  byte[] runleveld() {
    ExeclineScript script = begin().fill("@fdmove -c 2 1\n@fdmove 1 3\n");
    script.fill("@s6-ipcserver -1 -a 0700 -c 1 -- s\n@s6-sudod -dt30000 --\n");
    return end(script.quoted(settings.base()).add("/scripts/runlevel\n"));
  }

  byte[] logouthookd() {
    ExeclineScript script = begin();
    script.fill("@s6-ipcserver -1 -a 0700 -c 1000 -C 1000 -- s\n@s6-linux-init-logouthookd\n");
    return end(script);
  }

  byte[] getty() {
    return end(begin().add(settings.getty()).add("\n"));
  }

  private ExeclineScript begin() {
    return programs.script().add("\n");
  }

  private static byte[] end(ExeclineScript script) {
    return script.toBytes(" -P");
  }
}
