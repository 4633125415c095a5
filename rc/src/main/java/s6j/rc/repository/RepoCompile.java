package s6j.rc.repository;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.formats.Tai64n;
import s6j.formats.files.NameList;
import s6j.formats.files.RandomName;
import s6j.posix.CString;
import s6j.posix.Decimal;

/** Compiles sources of a repository and lets its link lead to the result. */
final class RepoCompile {
  private final RepoCall call;
  private byte[] old;
  private boolean commits;

  RepoCompile(RepoCall call) {
    this.call = call;
  }

  /** The directory that the link led to before, or null. */
  byte @Nullable [] old() {
    return old;
  }

  /** 0, 1 if the sources are bad, or 111. */
  int compile(byte[] set, NameList sources, byte @Nullable [] holderUser) {
    byte[] target = name(set);
    byte[] directory = call.repository.compiled(target);
    NameList words = new NameList().add("s6-rc-compile").add("-v");
    words.add(Decimal.string(call.verbosity)).add("-b");
    if (holderUser != null) words.add("-h").add(holderUser);
    words.add("--").add(directory);
    for (int i = 0; i < sources.count(); i++) words.add(sources.get(i));
    int code = call.child.run(words);
    if (code < 0) return call.repository.unable(code, "spawn ", CString.of("s6-rc-compile"));
    if (code != 0) {
      call.messages.fatal().text("s6-rc-compile exited with code ").number(code).end();
      return code == 1 ? 1 : ExitCode.SYSTEM;
    }
    return link(set, target, directory);
  }

  /** As {@link #compile}, of a set that is up to date then. */
  int commit(byte[] set, NameList sources, byte[] holderUser) {
    commits = true;
    return compile(set, sources, holderUser);
  }

  /** {@code .SET:@LABEL:XXXXXX}. */
  private byte[] name(byte[] set) {
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    Tai64n.label(call.posix.realtimeNanos(), label, 0);
    byte[] dotted = CString.concat(CString.of("."), set);
    byte[] stamped = CString.concat(CString.concat(dotted, CString.of(":")), label);
    return new RandomName(call.posix).unused(stamped);
  }

  private int link(byte[] set, byte[] target, byte[] directory) {
    byte[] link = call.repository.compiled(set);
    int wrong = commits ? call.repository.makeYounger(set, directory) : 0;
    if (wrong != 0) return wrong;
    byte[] before = call.repository.linkText(link);
    if (before != null) old = call.repository.compiled(before);
    int answer = new RandomName(call.posix).replaceLink(target, link);
    if (answer >= 0) return 0;
    call.tree.remove(directory);
    return call.repository.cannotLink(answer, target, link);
  }
}
