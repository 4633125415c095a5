package s6j.rccompiler;

import s6j.formats.ByteSink;
import s6j.posix.CString;

/** The generated scripts for machines without execline: the same steps for /bin/sh. */
final class ShellScripts implements GeneratedScripts {
  private static final String RETRIEVE = "exec @s6-fdholder-retrieve ../s6rc-fdholder/s ";

  private final Helpers helpers;

  ShellScripts(Helpers helpers) {
    this.helpers = helpers;
  }

  @Override
  public ByteSink runner(boolean blocking) {
    return script()
        .put("exec 2>&1 1>&3 3>&-\n")
        .put(helpers.shell("exec @s6-ipcserver-socketbinder -- s @s6-ipcserverd -1 -- \\\n"))
        .put(helpers.shell("  @s6-ipcserver-access -v0 -E -l0 -i data/rules -- \\\n"))
        .put(helpers.shell("  @s6-sudod -t 30000 -- \\\n  "))
        .put(helpers.shellPath("s6-rc-oneshot-run"))
        .put(blocking ? " -l ../.. -b --\n" : " -l ../.. --\n");
  }

  /** The daemon says by a line that it is ready; a process in between then fills it. */
  @Override
  public ByteSink fdholder(byte[] user, int descriptors) {
    ByteSink run =
        script()
            .put("rm -f data/ready && mkfifo -m 0600 data/ready || exit 111\n")
            .put("( {\n  read -r ready <data/ready\n  rm -f data/ready\n")
            .put(helpers.shell("  @s6-ipcclient -l0 -- s "))
            .put(helpers.shellPath("s6-rc-fdholder-filler"))
            .put(helpers.shell(" -1 -- <data/autofilled || @s6-svc -t .\n} & )\nexec "));
    if (user != null) quote(run.put(helpers.shell("@s6-envuidgid -i -- ")), user).put(" ");
    run.put(helpers.shell("@s6-fdholder-daemon -1 -n ")).put(Integer.toString(descriptors));
    run.put(user == null ? " -i data/rules -- s" : " -U -i data/rules -- s");
    return run.put(" >data/ready\n");
  }

  /** The script calls itself between the steps, each of which ends in an exec. */
  @Override
  public ByteSink inPipeline(String script, byte[] reads, byte[] writes) {
    ByteSink run = script();
    String self = "./" + script;
    if (writes == null) return retrieve(run, "r", reads, self + ".user");
    run.put("case \"$1\" in\n  --s6rc-writes)\n    shift\n    exec 9<&0 0<&1 1>&9 9>&-\n    exec ");
    run.put(self).put(".user \"$@\" ;;\n");
    if (reads != null) run.put("  --s6rc-reads)\n    shift ;;\n  *)\n    ");
    if (reads != null) retrieve(run, "r", reads, self + " --s6rc-reads").cut(run.length() - 1);
    if (reads != null) run.put(" ;;\n");
    return retrieve(run.put("esac\nexec 1<&0\n"), "w", writes, self + " --s6rc-writes");
  }

  private static ByteSink script() {
    return new ByteSink(512).put("#!/bin/sh\n");
  }

  private ByteSink retrieve(ByteSink out, String end, byte[] owner, String then) {
    quote(out.put(helpers.shell(RETRIEVE)), Problems.join("pipe:s6rc-", end, "-", owner));
    return out.put(" ").put(then).put(" \"$@\"\n");
  }

  /** Writes a word as sh reads it inside single quotes. */
  static ByteSink quote(ByteSink out, byte[] word) {
    out.put('\'');
    int length = CString.length(word);
    for (int i = 0; i < length; i++) {
      if (word[i] == '\'') out.put("'\\''");
      else out.put(word[i]);
    }
    return out.put('\'');
  }
}
