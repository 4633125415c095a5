package s6j.rccompiler;

import s6j.formats.ByteSink;
import s6j.posix.CString;

/** The generated scripts as the reference writes them. */
final class ExeclineScripts implements GeneratedScripts {
  private static final String NAMED = "abtnvfr";
  private static final String HEX = "0123456789abcdef";

  private final byte[] execlineb;
  private final Helpers helpers;

  ExeclineScripts(byte[] execlineb, Helpers helpers) {
    this.execlineb = execlineb;
    this.helpers = helpers;
  }

  @Override
  public ByteSink runner(boolean blocking) {
    return script(" -s1\n")
        .put(helpers.execline("@fdmove -c 2 1\n@fdmove 1 3\n"))
        .put(helpers.execline("@s6-ipcserver-socketbinder -- s\n@s6-ipcserverd -1 --\n"))
        .put(helpers.execline("@s6-ipcserver-access -v0 -E -l0 -i data/rules --\n"))
        .put(helpers.execline("@s6-sudod -t 30000 --\n"))
        .put(helpers.execlinePath("s6-rc-oneshot-run"))
        .put(blocking ? " -l ../.. -b --\n" : " -l ../.. --\n");
  }

  @Override
  public ByteSink fdholder(byte[] user, int descriptors) {
    ByteSink run =
        script(" -s1\n")
            .put(helpers.execline("@pipeline -dw --\n{\n"))
            .put(helpers.execline("  @if --\n  {\n    @forstdin -x0 -- i\n      @exit 0\n  }\n"))
            .put(helpers.execline("  @if -nt --\n  {\n    @redirfd -r 0 ./data/autofilled\n"))
            .put(helpers.execline("    @s6-ipcclient -l0 -- s\n    "))
            .put(helpers.execlinePath("s6-rc-fdholder-filler"))
            .put(helpers.execline(" -1 --\n  }\n  @s6-svc -t .\n}\n"));
    if (user != null) quote(run.put(helpers.execline("@s6-envuidgid -i -- \"")), user).put("\"\n");
    run.put(helpers.execline("@s6-fdholder-daemon -1 -n ")).put(Integer.toString(descriptors));
    return run.put(user == null ? " -i data/rules -- s\n" : " -U -i data/rules -- s\n");
  }

  @Override
  public ByteSink inPipeline(String script, byte[] reads, byte[] writes) {
    ByteSink run = script(" -S0\n");
    if (reads != null) retrieve(run, "r", reads);
    if (writes != null) {
      retrieve(run.put(helpers.execline("@fdmove 1 0\n")), "w", writes);
      run.put(helpers.execline("@fdswap 0 1\n"));
    }
    return run.put("./").put(script).put(".user $@\n");
  }

  private ByteSink script(String options) {
    return new ByteSink(512).put("#!").put(execlineb).put(options);
  }

  private void retrieve(ByteSink out, String end, byte[] owner) {
    out.put(helpers.execline("@s6-fdholder-retrieve ../s6rc-fdholder/s \"pipe:s6rc-"));
    out.put(end).put("-");
    quote(out, owner).put("\"\n");
  }

  /** Writes a name as execline reads it inside double quotes. */
  static ByteSink quote(ByteSink out, byte[] name) {
    int length = CString.length(name);
    for (int i = 0; i < length; i++) quote(out, name[i] & 0xff);
    return out;
  }

  private static void quote(ByteSink out, int c) {
    if (c >= 7 && c <= 13) out.put('\\').put(NAMED.charAt(c - 7));
    else if (c == '"' || c == '\\') out.put('\\').put(c);
    else if (c >= ' ' && c < 127) out.put(c);
    else out.put("\\0x").put(HEX.charAt(c >> 4)).put(HEX.charAt(c & 15));
  }
}
