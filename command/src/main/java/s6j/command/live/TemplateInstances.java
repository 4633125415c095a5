package s6j.command.live;

import s6j.formats.NameTable;
import s6j.formats.RcDatabase;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.rc.live.StateFile;

/**
 * The services TEMPLATE@INSTANCE of a compiled set, in the order of their numbers or names, and the
 * services that are made for each of them. Pure.
 */
final class TemplateInstances {
  /** What is made for an instance is called by its name and one of these. */
  private static final byte[][] ENDS = {
    CString.of("-log"),
    CString.of("-sockets"),
    CString.of("-configure"),
    CString.of("-health"),
    CString.of("-watch")
  };

  /** Of those, what is started by itself, where no bundle tells. */
  private static final int FIRST_STARTED = 3;

  private final RcDatabase database;
  private final NameTable services;
  private final byte[] prefix;
  private final NameList names = new NameList();
  private final boolean[] isStarted = new boolean[ENDS.length];
  private boolean startsItself = true;

  TemplateInstances(RcDatabase database, NameTable services, byte[] template) {
    this.database = database;
    this.services = services;
    prefix = CString.concat(template, CString.of("@"));
    for (int i = FIRST_STARTED; i < ENDS.length; i++) isStarted[i] = true;
    int[] found = new int[database.count()];
    int count = 0;
    for (int i = 0; i < found.length; i++)
      if (isOfTemplate(i) && !isCompanion(database.nameOf(i))) insert(found, count++, i);
    for (int i = 0; i < count; i++) names.add(database.nameOf(found[i]));
  }

  private void insert(int[] found, int count, int service) {
    byte[] name = database.nameOf(service);
    int at = count;
    while (at > 0 && NaturalOrder.compare(name, database.nameOf(found[at - 1])) < 0) at--;
    for (int i = count; i > at; i--) found[i] = found[i - 1];
    found[at] = service;
  }

  /** The names of all services, in the order of their numbers. */
  static NameTable namesOf(RcDatabase database) {
    NameTable services = new NameTable();
    for (int i = 0; i < database.count(); i++) services.add(database.nameOf(i));
    return services;
  }

  int count() {
    return names.count();
  }

  /** Whether a service is an instance, or made for one. */
  boolean isOfTemplate(int service) {
    byte[] name = database.nameOf(service);
    return CString.startsWith(name, prefix) && CString.length(name) > CString.length(prefix);
  }

  /** Whether it is made for another service: by the name of that one, or as it is in a mode. */
  private boolean isCompanion(byte[] name) {
    for (byte[] end : ENDS)
      if (endsWith(name, end)
          && services.find(CString.slice(name, 0, CString.length(name) - CString.length(end))) >= 0)
        return true;
    int dot = CString.lastIndexOf(name, '.');
    return dot > 0 && services.find(CString.slice(name, 0, dot)) >= 0;
  }

  private static boolean endsWith(byte[] name, byte[] end) {
    int start = CString.length(name) - CString.length(end);
    if (start < 1) return false;
    for (int i = 0; i < CString.length(end); i++) if (name[start + i] != end[i]) return false;
    return true;
  }

  /** The bundle of the template tells what of an instance is started. */
  void learnFrom(boolean[] bundle) {
    boolean hasInstance = false;
    for (int i = 0; i < bundle.length; i++) hasInstance |= bundle[i] && isOfTemplate(i);
    if (!hasInstance) return;
    startsItself = false;
    for (int i = 0; i < ENDS.length; i++) isStarted[i] = false;
    for (int i = 0; i < bundle.length; i++) {
      if (!bundle[i] || !isOfTemplate(i)) continue;
      byte[] name = database.nameOf(i);
      boolean isAlone = !isCompanion(name);
      startsItself |= isAlone;
      for (int end = 0; end < ENDS.length && !isAlone; end++)
        isStarted[end] |= endsWith(name, ENDS[end]);
    }
  }

  /** Chooses the services of an instance: those to start, or all there are. */
  void choose(int instance, boolean toStart, boolean[] members) {
    byte[] name = names.get(instance);
    if (startsItself || !toStart) members[services.find(name)] = true;
    for (int i = 0; i < ENDS.length; i++) {
      int made = services.find(CString.concat(name, ENDS[i]));
      if (made >= 0 && (isStarted[i] || !toStart)) members[made] = true;
    }
  }

  /** Whether what is started of an instance is up, any of it. */
  boolean isUp(int instance, byte[] state) {
    boolean[] members = new boolean[state.length];
    choose(instance, true, members);
    for (int i = 0; i < members.length; i++)
      if (members[i] && (state[i] & StateFile.UP) != 0) return true;
    return false;
  }
}
