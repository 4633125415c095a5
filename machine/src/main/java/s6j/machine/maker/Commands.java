package s6j.machine.maker;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExeclineScript;
import s6j.cli.ScriptPrograms;

/** The scripts in bin of the directory: init itself, and what people call. */
final class Commands {
  private final ScriptPrograms programs;
  private final ScriptPrograms ofKernel;
  private final MakerSettings settings;

  Commands(ScriptPrograms programs, ScriptPrograms ofKernel, MakerSettings settings) {
    this.programs = programs;
    this.ofKernel = ofKernel;
    this.settings = settings;
  }

  /** What the kernel starts; {@code limits} are options of s6-softlimit, or empty. */
  byte[] init(byte[] limits) {
    ExeclineScript init = ofKernel.script().add("\n");
    if (limits.length > 0) init.fill("@s6-softlimit -H ").add(limits).add("--\n");
    init.fill("@s6-linux-init -v ").add(settings.verbosity());
    init.add(" -m 00").add(Long.toOctalString(settings.mask()));
    word(init, " -c ", settings.base());
    word(init, " -p ", settings.path());
    word(init, " -s ", settings.store());
    word(init, " -d ", settings.devices());
    word(init, " -D ", settings.level());
    if (settings.readiness() > 0) init.add(" -W ").add(settings.readiness());
    init.add(settings.run());
    if (settings.isContainer()) init.add(" -C");
    if (!settings.hasLogger()) init.add(" -B");
    return end(init.add(" -- \"$@\"\n"));
  }

  byte[] hpr(char what) {
    ExeclineScript script = begin().fill("@s6-linux-init-hpr -");
    if (settings.isContainer()) script.add("n");
    return end(script.add(String.valueOf(what)).add(" $@\n"));
  }

  /** A program with the words that the script is called with. */
  byte[] passingOn(String program) {
    return end(begin().fill(program).add(" $@\n"));
  }

  private static void word(ExeclineScript script, String option, byte @Nullable [] value) {
    if (value != null) script.add(option).quoted(value);
  }

  private ExeclineScript begin() {
    return programs.script().add("\n");
  }

  private static byte[] end(ExeclineScript script) {
    return script.toBytes(" -S0");
  }
}
