package s6j.command.deploy;

import s6j.command.call.CommandCall;
import s6j.formats.ByteSink;
import s6j.formats.NameTable;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.rc.live.CompiledSet;
import s6j.rc.live.LiveDirectory;

/** The services of which two databases have different files or scripts: they start anew. */
final class ChangedServices {
  private static final byte[] OWN = CString.of("s6rc-");

  private final CommandCall call;
  private final byte[] before;
  private final byte[] after;
  private final ByteSink lines = new ByteSink(1024);

  ChangedServices(CommandCall call, byte[] before, byte[] after) {
    this.call = call;
    this.before = before;
    this.after = after;
  }

  /** Lines for s6-rc-update, once {@link #compare} has answered 0. */
  ByteSink lines() {
    return lines;
  }

  /** 0, or an exit code once it is said what cannot be read. */
  int compare() {
    CompiledSet old = new CompiledSet(call.posix, call.messages, before, before);
    CompiledSet young = new CompiledSet(call.posix, call.messages, after, after);
    int code = old.readSizes();
    if (code == 0) code = old.readDatabase();
    if (code == 0) code = young.readSizes();
    if (code == 0) code = young.readDatabase();
    if (code == 0) compare(old.database(), young.database());
    return code;
  }

  private void compare(RcDatabase old, RcDatabase young) {
    NameTable names = new NameTable();
    for (int i = 0; i < young.count(); i++) names.add(young.nameOf(i));
    for (int i = 0; i < old.count(); i++) {
      byte[] name = old.nameOf(i);
      int now = names.find(name);
      if (now < 0 || CString.startsWith(name, OWN)) continue;
      if (old.isLongrun(i) == young.isLongrun(now) && isChanged(old, i, young, now)) add(name);
    }
  }

  private boolean isChanged(RcDatabase old, int service, RcDatabase young, int now) {
    if (!old.isLongrun(service))
      return !isSame(old.script(service, RcDatabase.UP), young.script(now, RcDatabase.UP));
    byte[] name = old.nameOf(service);
    return !new SameTree(call.posix).isSame(directory(before, name), directory(after, name));
  }

  private static byte[] directory(byte[] database, byte[] name) {
    return CString.path(CString.path(database, LiveDirectory.SERVICES), name);
  }

  private static boolean isSame(byte[][] a, byte[][] b) {
    if (a.length != b.length) return false;
    for (int i = 0; i < a.length; i++) if (!CString.equal(a[i], b[i])) return false;
    return true;
  }

  /** In quotes, with what means something in them behind a backslash. */
  private void add(byte[] name) {
    lines.put('"');
    for (byte b : name) {
      if (b == '"' || b == '\\') lines.put('\\');
      lines.put(b);
    }
    lines.put("\" restart\n");
  }
}
