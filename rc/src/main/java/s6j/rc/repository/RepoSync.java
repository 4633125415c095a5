package s6j.rc.repository;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Program;
import s6j.formats.files.NameList;
import s6j.formats.files.RandomName;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * s6-rc-repo-sync: takes over what has changed in the stores (docs/specification/s6-rc.md, H.2).
 */
public final class RepoSync {
  private static final byte[] REFERENCE = CString.of(".ref");

  private final RepoCall call;
  private final byte[] holderUser;
  private byte @Nullable [] atomics;
  private byte @Nullable [] bundles;

  RepoSync(RepoCall call, byte[] holderUser) {
    this.call = call;
    this.holderUser = holderUser;
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-repo-sync",
            "rc-repo-sync",
            "[ -v verbosity ] [ -r repo ] [ -h fdhuser ]",
            "takes over what has changed in the stores of a repository",
            RepoCall.of(RepoSync::run));
    return RepoCall.declareOptions(program).options(RepoCall.HOLDER_USER);
  }

  private static int run(RepoCall call) {
    int code = call.judge(0);
    if (code == 0) code = call.repository.lock(true);
    byte[] holderUser = call.line.bytes(RepoCall.HOLDER_USER, null);
    return code == 0 ? new RepoSync(call, holderUser).synchronize() : code;
  }

  /** 0, 1 if the definitions are bad, or 111; nothing has changed then. */
  int synchronize() {
    int code = makeDirectories();
    for (int i = 0; code == 0; i++) {
      NameList names = new NameList();
      byte[] number = number(i);
      byte[] store = CString.path(call.repository.file("stores"), number);
      int answer = names.addDirectory(call.posix, store);
      if (answer == -Errno.ENOENT) break;
      if (answer < 0) code = call.repository.unable(answer, "opendir ", store);
      for (int j = 0; j < names.count() && code == 0; j++)
        code = linkDefinition(store, number, names.get(j));
    }
    if (code == 0) code = compile();
    if (code != 0) return discard(code);
    code = switchLinks();
    return code == 0 ? synchronizeSets() : code;
  }

  /** The name of a store: 4 hexadecimal digits. */
  static byte[] number(int store) {
    byte[] digits = new byte[4];
    String hex = "0123456789abcdef";
    for (int i = 0; i < 4; i++) digits[i] = (byte) hex.charAt(store >> 4 * (3 - i) & 15);
    return digits;
  }

  private int makeDirectories() {
    RandomName name = new RandomName(call.posix);
    byte[][] stems = {
      call.repository.file("sources/..atomics"), call.repository.file("sources/..bundles")
    };
    for (byte[] stem : stems) {
      int answer = name.directory(stem, 0700);
      if (answer >= 0) answer = call.posix.chmod(Posix.CWD, name.path(), 02755);
      if (answer < 0) return call.repository.cannotMake(answer, stem);
      if (atomics == null) atomics = name.path();
      else bundles = name.path();
    }
    return 0;
  }

  private int linkDefinition(byte[] store, byte[] number, byte[] name) {
    byte[] definition = CString.path(store, name);
    int type = type(definition);
    if (type < 0) return call.repository.unable(type, "check service type of ", definition);
    if (type == 0) {
      call.messages.fatal().text("invalid service type for ").bytes(definition).end();
      return ExitCode.SYSTEM;
    }
    byte[] inStore = CString.path(CString.path(CString.of("../../stores"), number), name);
    byte[] link = CString.path(type == 'b' ? bundles : atomics, name);
    byte[] before = call.repository.linkText(link);
    if (before != null) warnOverride(before, name, number);
    if (before != null) call.posix.unlink(Posix.CWD, link);
    int answer = call.posix.symlink(inStore, Posix.CWD, link);
    return answer < 0 ? call.repository.cannotLink(answer, inStore, link) : 0;
  }

  private void warnOverride(byte[] before, byte[] name, byte[] number) {
    if (call.verbosity < 1) return;
    int at = CString.of("../../stores/").length;
    call.messages.warning().text("service ").bytes(name).text(" provided in store ");
    call.messages.bytes(CString.slice(before, at, at + 4));
    call.messages.text("; overridden by new definition in store ").bytes(number).end();
  }

  /** The first letter of the type, 0 for an invalid one, or the negated errno. */
  private int type(byte[] definition) {
    WholeFile file = new WholeFile(call.posix);
    int length = file.read(Posix.CWD, CString.path(definition, CString.of("type")));
    if (length < 0) return length;
    if (length > 0 && file.bytes()[length - 1] == '\n') length--;
    byte[] word = CString.slice(file.bytes(), 0, length);
    boolean known =
        CString.is(word, "longrun") || CString.is(word, "oneshot") || CString.is(word, "bundle");
    return known ? word[0] : 0;
  }

  private int compile() {
    RepoCompile compile = new RepoCompile(call);
    NameList sources = new NameList().add(atomics).add(bundles);
    int code = compile.compile(REFERENCE, sources, holderUser);
    if (code == 0 && compile.old() != null) call.tree.remove(compile.old());
    return code;
  }

  private int discard(int code) {
    if (atomics != null) call.tree.remove(atomics);
    if (bundles != null) call.tree.remove(bundles);
    return code;
  }

  private int switchLinks() {
    int code = switchLink("sources/.atomics", atomics);
    if (code == 0) code = switchLink("sources/.bundles", bundles);
    else call.tree.remove(bundles);
    return code;
  }

  private int switchLink(String file, byte[] directory) {
    byte[] link = call.repository.file(file);
    byte[] before = call.repository.linkText(link);
    byte[] target = CString.baseName(directory);
    int answer = new RandomName(call.posix).replaceLink(target, link);
    if (answer < 0) {
      call.tree.remove(directory);
      return call.repository.cannotLink(answer, target, link);
    }
    if (before != null) call.tree.remove(call.repository.source(before));
    return 0;
  }

  private int synchronizeSets() {
    NameList sets = new NameList();
    int code = call.repository.list(call.repository.file("sources"), sets);
    RepoReference reference = new RepoReference(call);
    if (code == 0) code = reference.open();
    for (int i = 0; i < sets.count() && code == 0; i++)
      code = new ServiceSet(call, reference, sets.get(i)).synchronize();
    return code;
  }
}
