package s6j.rccompiler.compile;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExeclineScript;
import s6j.cli.ScriptPrograms;

/**
 * The scripts of a compiled set that no definition has, as the reference writes them:
 * docs/specification/s6-rc.md, C.6.
 */
final class GeneratedScripts {
  private final ScriptPrograms programs;

  GeneratedScripts(ScriptPrograms programs) {
    this.programs = programs;
  }

  /** Of {@code s6rc-oneshot-runner}; {@code blocking}: oneshots wait for the lock. */
  byte[] runner(boolean blocking) {
    return programs
        .script()
        .fill("@fdmove -c 2 1\n@fdmove 1 3\n")
        .fill("@s6-ipcserver-socketbinder -- s\n@s6-ipcserverd -1 --\n")
        .fill("@s6-ipcserver-access -v0 -E -l0 -i data/rules --\n")
        .fill("@s6-sudod -t 30000 --\n")
        .program("s6-rc-oneshot-run")
        .add(blocking ? " -l ../.. -b --\n" : " -l ../.. --\n")
        .toBytes(" -s1");
  }

  /** Of {@code s6rc-fdholder}, run as {@code user} (null: that of the tree). */
  byte[] fdholder(byte @Nullable [] user, int descriptors) {
    ExeclineScript run =
        programs
            .script()
            .fill("@pipeline -dw --\n{\n")
            .fill("  @if --\n  {\n    @forstdin -x0 -- i\n      @exit 0\n  }\n")
            .fill("  @if -nt --\n  {\n    @redirfd -r 0 ./data/autofilled\n")
            .fill("    @s6-ipcclient -l0 -- s\n    ")
            .program("s6-rc-fdholder-filler")
            .fill(" -1 --\n  }\n  @s6-svc -t .\n}\n");
    if (user != null) run.fill("@s6-envuidgid -i -- ").quoted(user).add("\n");
    run.fill("@s6-fdholder-daemon -1 -n ").add(descriptors);
    run.add(user == null ? " -i data/rules -- s\n" : " -U -i data/rules -- s\n");
    return run.toBytes(" -s1");
  }

  /**
   * Of a longrun in a pipeline: fetches its own pipe's reading end if {@code reads} is its name,
   * and the writing end of the pipe of {@code writes}, each null if there is none, and becomes the
   * script beside it with {@code .user} behind its name.
   */
  byte[] inPipeline(byte[] script, byte @Nullable [] reads, byte @Nullable [] writes) {
    ExeclineScript run = programs.script();
    if (reads != null) retrieve(run, "r", reads);
    if (writes != null) {
      retrieve(run.fill("@fdmove 1 0\n"), "w", writes);
      run.fill("@fdswap 0 1\n");
    }
    return run.add("./").add(script).add(".user $@\n").toBytes(" -S0");
  }

  private static void retrieve(ExeclineScript run, String end, byte[] owner) {
    run.fill("@s6-fdholder-retrieve ../s6rc-fdholder/s ");
    run.quoted(SourceProblems.join("pipe:s6rc-", end, "-", owner)).add("\n");
  }
}
