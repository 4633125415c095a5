package s6j.rc.repository;

import s6j.cli.ExitCode;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-rc-set-commit: compiles a set. */
public final class SetCommit {
  private static final Option DEFAULT_BUNDLE =
      Option.value('D', "default-bundle", "NAME", "bundle of all active services; default");
  private static final Option KEEP_OLD =
      Option.flag('K', "keep-old", "keep what was compiled before and print where it is");
  private static final Option FORCE =
      Option.flag('f', "force", "compile even if nothing has changed");

  private final RepoCall call;
  private final byte[] defaultBundle;
  private RepoReference reference;
  private ServiceSet set;
  private byte[] bundles;

  private SetCommit(RepoCall call) {
    this.call = call;
    defaultBundle = call.line.bytes(DEFAULT_BUNDLE, CString.of("default"));
  }

  public static Program declaration() {
    Program program =
        new Program(
            "s6-rc-set-commit",
            "rc-set-commit",
            "[ -v verbosity ] [ -r repo ] [ -D defaultbundle ] [ -h fdhuser ] [ -K ] [ -f ] set",
            "compiles a set",
            RepoCall.of(SetCommit::run));
    return RepoCall.declareOptions(program)
        .options(DEFAULT_BUNDLE, RepoCall.HOLDER_USER, KEEP_OLD, FORCE);
  }

  private static int run(RepoCall call) {
    SetCommit commit = new SetCommit(call);
    int code = call.judge(1);
    if (code == 0) code = call.repository.checkSetName(call.operands[0]);
    if (code == 0) code = call.repository.lock(true);
    if (code == 0) code = call.repository.checkSet(call.operands[0]);
    return code == 0 ? commit.start(call.operands[0]) : code;
  }

  private int start(byte[] name) {
    int fresh = call.line.has(FORCE) ? 0 : call.repository.isUpToDate(name);
    if (fresh < 0) return -fresh;
    if (fresh == 1) {
      if (call.verbosity >= 2)
        call.messages.info().text("set ").bytes(name).text(" is already up-to-date.").end();
      return 0;
    }
    reference = new RepoReference(call);
    int code = reference.open();
    if (code != 0) return code;
    set = new ServiceSet(call, reference, name);
    code = set.read();
    if (code != 0) return code;
    if (!new SetRepair(call, reference, set).isConsistent())
      return call.messages.fatal().unableTo("commit: found inconsistent dependencies").exit(1);
    return commit(name);
  }

  private int commit(byte[] name) {
    bundles = call.repository.inSet(name, "bundle");
    call.tree.remove(bundles);
    int code = makeBundles();
    RepoCompile compile = new RepoCompile(call);
    if (code == 0)
      code = compile.commit(name, sources(name), call.line.bytes(RepoCall.HOLDER_USER, null));
    call.tree.remove(bundles);
    return code == 0 && compile.old() != null
        ? call.discard(compile.old(), call.line.has(KEEP_OLD))
        : code;
  }

  private NameList sources(byte[] name) {
    NameList sources = new NameList().add(bundles);
    for (int state = Repository.USABLE; state <= Repository.ALWAYS; state++)
      sources.add(call.repository.stateDirectory(name, state));
    return sources;
  }

  /** Links all bundles that hold no masked service, and makes the default one. */
  private int makeBundles() {
    int answer = call.posix.mkdir(Posix.CWD, bundles, 0755);
    if (answer < 0) return call.repository.unable(answer, "mkdir ", bundles);
    NameList names = new NameList();
    int code = call.repository.list(call.repository.file("sources/.bundles"), names);
    for (int i = 0; i < names.count() && code == 0; i++) code = linkUnlessMasked(names.get(i));
    return code == 0 ? makeDefault() : code;
  }

  private int linkUnlessMasked(byte[] bundle) {
    boolean[] members = new boolean[set.states.length];
    int code = reference.select(bundle, members);
    if (code != 0) return code;
    for (int i = 0; i < members.length; i++)
      if (members[i] && set.states[i] == Repository.MASKED) return tellSkipped(bundle, i);
    byte[] target = CString.path(CString.of("../../.bundles"), bundle);
    byte[] link = CString.path(bundles, bundle);
    int answer = call.posix.symlink(target, Posix.CWD, link);
    return answer < 0 ? call.repository.cannotLink(answer, target, link) : 0;
  }

  private int tellSkipped(byte[] bundle, int masked) {
    if (call.verbosity < 3) return 0;
    call.messages.info().text("skipping bundle ").bytes(bundle);
    call.messages.text(" containing e.g. masked service ").bytes(set.serviceName(masked)).end();
    return 0;
  }

  private int makeDefault() {
    int code = checkFree("sources/.atomics");
    if (code == 0) code = checkFree("sources/.bundles");
    if (code != 0) return code;
    byte[] home = CString.path(bundles, defaultBundle);
    byte[] contents = CString.path(home, CString.of("contents.d"));
    int answer = call.posix.mkdir(Posix.CWD, home, 0755);
    if (answer >= 0) answer = call.posix.mkdir(Posix.CWD, contents, 0755);
    if (answer < 0) return call.repository.unable(answer, "mkdir ", home);
    byte[] type = CString.of("bundle\n");
    answer = call.tree.write(Posix.CWD, CString.path(home, CString.of("type")), type, 7, 0666);
    for (int i = 0; i < set.states.length && answer >= 0; i++)
      if (set.states[i] >= Repository.ACTIVE)
        answer =
            call.tree.write(Posix.CWD, CString.path(contents, set.serviceName(i)), type, 0, 0666);
    return answer < 0 ? call.repository.unable(answer, "write to ", home) : 0;
  }

  private int checkFree(String directory) {
    byte[] path = CString.path(call.repository.file(directory), defaultBundle);
    byte[] text = call.repository.linkText(path);
    if (text == null) return 0;
    call.messages.fatal().text("bundle ").bytes(defaultBundle).text(" is already defined at ");
    return call.messages.bytes(text).exit(ExitCode.SYSTEM);
  }
}
