package s6j.machine.maker;

import s6j.cli.ExeclineScript;
import s6j.cli.ScriptPrograms;

/** What s6-svscan runs when it gets a signal, and what it becomes at its end. */
final class ScanScripts {
  static final String[] SIGNALS = {
    "SIGQUIT", "SIGINT", "SIGUSR1", "SIGUSR2", "SIGPWR", "SIGWINCH", "SIGTERM"
  };

  /** What is asked of s6-linux-init-shutdown then; null for nothing. */
  private static final String[] ORDERS = {null, "-r", "-p", "-h", "-p", null, null};

  private static final String SIGTERM = "SIGTERM";

  private final ScriptPrograms programs;
  private final MakerSettings settings;

  ScanScripts(ScriptPrograms programs, MakerSettings settings) {
    this.programs = programs;
    this.settings = settings;
  }

  /** A container that is told to end halts. */
  byte[] onSignal(int signal) {
    boolean isEnd = settings.isContainer() && SIGNALS[signal].equals(SIGTERM);
    String order = isEnd ? "-h" : ORDERS[signal];
    ExeclineScript script = begin();
    if (order == null) return end(script);
    script.fill("@s6-linux-init-shutdown ").add(settings.isContainer() ? "" : "-a ");
    return end(script.add(order).add(" -- now\n"));
  }

  byte[] crash() {
    return settings.isContainer() ? containerCrash() : death("crashed");
  }

  byte[] finish() {
    return settings.isContainer() ? containerFinish() : death("exited");
  }

  private byte[] death(String how) {
    ExeclineScript script = begin().fill("@redirfd -w 2 /dev/console\n@fdmove -c 1 2\n");
    script.fill("@foreground { @s6-linux-init-echo -- \"s6-svscan ").add(how);
    return end(script.fill(". Rebooting.\" }\n@s6-linux-init-hpr -fr\n"));
  }

  private byte[] containerCrash() {
    ExeclineScript script = begin().fill("@foreground\n{\n  @fdmove -c 1 2\n");
    script.fill("  @s6-linux-init-echo -- ");
    script.add("\"s6-svscan crashed. Killing everything and exiting.\"\n}\n");
    script.fill("@foreground { @s6-linux-init-nuke }\n@wait { }\n");
    return end(script.fill("@s6-linux-init-hpr -fnp\n"));
  }

  private byte[] containerFinish() {
    String sync = settings.syncsAtEnd() ? "" : "n";
    ExeclineScript script = begin();
    script.fill("@s6-envdir -- /run/s6-linux-init-container-results\n@multisubstitute\n{\n");
    script.add("  importas -uD0 -- EXITCODE exitcode\n  importas -uDh -- HALTCODE haltcode\n}\n");
    script.fill("@fdclose 1\n@fdclose 2\n@wait { }\n");
    end(script, "r", sync);
    end(script, "p", sync);
    return end(script.fill("@exit $EXITCODE\n"));
  }

  private static void end(ExeclineScript script, String code, String sync) {
    script.fill("@ifelse -X { @eltest $HALTCODE = ").add(code);
    script.fill(" } { @s6-linux-init-hpr -f").add(code).add(sync).add(" }\n");
  }

  private ExeclineScript begin() {
    return programs.script().add("\n");
  }

  private static byte[] end(ExeclineScript script) {
    return script.toBytes(" -P");
  }
}
