package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import s6j.front.definition.Confinement;
import s6j.front.shell.Sh;
import s6j.front.toml.Place;

/**
 * Capabilities of a unit and NoNewPrivileges (systemd.exec page), as words for setpriv. Where there
 * are capabilities it changes the user, too: who is not root any more cannot give them up.
 */
final class UnitPrivileges {
  private static final String NAME = "CAP_[A-Z_]{2,40}";
  private static final String GROUP = "_gid";
  private static final String GROUPS = "_groups";

  private final UnitSettings unit;
  private final ImportReport report;
  private boolean isLocked;
  private List<String> bounding = List.of();
  private List<String> ambient = List.of();

  UnitPrivileges(UnitSettings unit, ImportReport report) {
    this.unit = unit;
    this.report = report;
  }

  void read(boolean isDynamic) {
    isLocked = unit.flag("Service.NoNewPrivileges", false) || isDynamic;
    bounding = readBounding();
    TreeSet<String> raised = new TreeSet<>();
    for (UnitWords.Item item : unit.words("Service.AmbientCapabilities")) {
      if (item.text().startsWith("~"))
        report.left(item.place(), "AmbientCapabilities=" + item.text(), "name those it is to have");
      else if (isName(item)) raised.add(plain(item.text()));
    }
    ambient = new ArrayList<>(raised);
  }

  /** Words for --bounding-set, in the order in which they were said; none leaves it as it is. */
  private List<String> readBounding() {
    List<String> words = new ArrayList<>();
    for (Span value : unit.all(UnitSettings.CAPABILITIES)) {
      boolean isLess = value.text.startsWith("~");
      Span names = isLess ? value.sub(1) : value;
      if (names.strip().isEmpty()) {
        words.clear();
        words.add(isLess ? "+all" : "-all");
      } else if (words.isEmpty() && !isLess) words.add("-all");
      for (UnitWords.Item item : unit.words(names))
        if (isName(item)) words.add((isLess ? "-" : "+") + plain(item.text()));
    }
    return words.equals(List.of("+all")) ? List.of() : words;
  }

  private boolean isName(UnitWords.Item item) {
    if (item.text().matches(NAME)) return true;
    report.broken(item.place(), "no capability: " + item.text(), "such as CAP_NET_BIND_SERVICE");
    return false;
  }

  /** As setpriv calls it. */
  private static String plain(String name) {
    return name.substring(4).toLowerCase(java.util.Locale.ROOT);
  }

  private boolean hasCapabilities() {
    return !bounding.isEmpty() || !ambient.isEmpty();
  }

  /** Whether the change of the user is part of it. */
  boolean setsUser() {
    return hasCapabilities();
  }

  /** Words before a command that runs as the right user already. */
  List<String> words() {
    return isLocked ? List.of("setpriv", "--no-new-privs") : List.of();
  }

  /** Lines that look up the groups of the user. */
  List<String> groups(String user) {
    String[] words = user.split(":", -1);
    String name = Sh.quote(words[0]);
    boolean isNumber = words[0].matches("[0-9]+");
    List<String> lines = new ArrayList<>();
    if (words.length > 1 && !words[1].isEmpty()) lines.add(GROUP + "=" + Sh.quote(words[1]));
    else lines.add(GROUP + "=$(id -g " + name + ") || exit 111");
    String more = String.join(",", List.of(words).subList(Math.min(2, words.length), words.length));
    if (isNumber && words.length > 1) lines.add(GROUPS + "=" + Sh.quote(more));
    else
      lines.add(
          GROUPS
              + "=$(id -G "
              + name
              + " | tr ' ' ,)"
              + (more.isEmpty() ? "" : "," + Sh.quote(more)));
    return lines;
  }

  /** Shell before a command, with a blank behind it. */
  String line(String user) {
    if (!hasCapabilities()) return isLocked ? "setpriv --no-new-privs " : "";
    StringBuilder line = new StringBuilder("setpriv");
    if (!user.isEmpty()) {
      boolean hasGroups = !user.matches("[0-9]+:[^:]+");
      line.append(" --reuid=").append(Sh.quote(user.split(":")[0]));
      line.append(" --regid=\"$" + GROUP + "\"");
      line.append(hasGroups ? " --groups=\"$" + GROUPS + "\"" : " --clear-groups");
    }
    line.append(" --inh-caps=").append(set(ambient));
    if (!ambient.isEmpty()) line.append(" --ambient-caps=").append(set(ambient));
    if (!bounding.isEmpty()) line.append(" --bounding-set=").append(String.join(",", bounding));
    return line.append(isLocked ? " --no-new-privs " : " ").toString();
  }

  private static String set(List<String> names) {
    StringBuilder set = new StringBuilder("-all");
    for (String name : names) set.append(",+").append(name);
    return set.toString();
  }

  /** What a unit says that its processes cannot see or write (systemd.exec page, Sandboxing). */
  static final class Walls {
    private static final List<String> SYSTEM = List.of("-/usr", "-/boot", "-/efi");
    private static final List<String> HOMES = List.of("-/home", "-/root", "-/run/user");

    /** What ProtectSystem=strict leaves as it is, with what is mounted there. */
    private static final List<String> DEVICES =
        List.of("/dev", "-/dev/shm", "-/dev/pts", "-/dev/mqueue", "/proc");

    private static final String GROUPS = "-/sys/fs/cgroup";
    private static final List<String> TUNABLES =
        List.of(
            "-/proc/sys",
            "-/proc/sysrq-trigger",
            "-/proc/latency_stats",
            "-/proc/mtrr",
            "-/proc/acpi",
            "-/proc/fs",
            "-/proc/irq",
            "-/proc/bus",
            "-/proc/timer_stats",
            "-/proc/asound",
            "-/proc/scsi");

    private final UnitSettings unit;
    private final ImportReport report;
    private final Place place;
    private final List<String> readOnly = new ArrayList<>();
    private final List<String> writable = new ArrayList<>();
    private final List<String> hidden = new ArrayList<>();
    private boolean isAlone;
    private boolean hasOwnTmp;
    private boolean hasTunables;
    private boolean hasGroups;

    Walls(UnitSettings unit, Place place, ImportReport report) {
      this.unit = unit;
      this.place = place;
      this.report = report;
    }

    /** {@code own} are directories that the unit has made for itself. */
    void read(boolean isDynamic, List<String> own) {
      hasOwnTmp = unit.flag("Service.PrivateTmp", isDynamic);
      isAlone = unit.flag("Service.PrivateNetwork", false);
      hasTunables = !unit.flag("Service.ProtectKernelTunables", false);
      hasGroups = !unit.flag("Service.ProtectControlGroups", false);
      readSystem(isDynamic ? "strict" : "no", own);
      readHome(isDynamic ? "read-only" : "no");
      if (!hasTunables) readOnly.addAll(TUNABLES);
      if (!hasTunables) readOnly.add("-/sys");
      if (!hasTunables && hasGroups) writable.add(GROUPS);
      if (!hasGroups) readOnly.add(GROUPS);
      for (String key : List.of("ReadOnlyPaths", "ReadOnlyDirectories")) add(key, readOnly);
      for (String key : List.of("ReadWritePaths", "ReadWriteDirectories")) add(key, writable);
      for (String key : List.of("InaccessiblePaths", "InaccessibleDirectories")) add(key, hidden);
      if (hasOwnTmp)
        report.changed(
            unit.place("Service.PrivateTmp", place), "PrivateTmp: /tmp and /var/tmp are in memory");
    }

    private void readSystem(String usual, List<String> own) {
      String word = unit.text("Service.ProtectSystem", usual);
      Place at = unit.place("Service.ProtectSystem", place);
      if (word.equals("strict")) {
        readOnly.add("/");
        writable.addAll(DEVICES);
        if (hasTunables) writable.add("/sys");
        if (hasGroups) writable.add(GROUPS);
        writable.addAll(own);
      } else if (word.equals("full") || isYes(word)) {
        readOnly.addAll(SYSTEM);
        if (word.equals("full")) readOnly.add("/etc");
      } else if (!isNo(word)) report.broken(at, "no ProtectSystem: " + word);
      if (!isNo(word)) report.changed(at, "ProtectSystem=" + word + " is seen to by s6-confine");
    }

    private void readHome(String usual) {
      String word = unit.text("Service.ProtectHome", usual);
      Place at = unit.place("Service.ProtectHome", place);
      if (isYes(word) || word.equals("tmpfs")) hidden.addAll(HOMES);
      else if (word.equals("read-only")) readOnly.addAll(HOMES);
      else if (!isNo(word)) report.broken(at, "no ProtectHome: " + word);
      if (!isNo(word)) report.changed(at, "ProtectHome=" + word + " is seen to by s6-confine");
    }

    private void add(String key, List<String> paths) {
      for (UnitWords.Item item : unit.words("Service." + key)) {
        String path = item.text().replaceFirst("^(-?)\\+", "$1");
        if (path.matches("-?/.*")) paths.add(path);
        else report.broken(item.place(), "no absolute path: " + item.text());
      }
    }

    private static boolean isYes(String word) {
      return word.matches("yes|true|on|1|y|t");
    }

    private static boolean isNo(String word) {
      return word.matches("no|false|off|0|n|f");
    }

    boolean isNone() {
      return !isAlone && !hasOwnTmp && readOnly.isEmpty() && hidden.isEmpty();
    }

    Confinement confinement() {
      Confinement confinement = new Confinement(place);
      confinement.set(Confinement.PRIVATE_TMP, hasOwnTmp);
      confinement.set(Confinement.PRIVATE_NETWORK, isAlone);
      confinement.set(Confinement.READ_ONLY, readOnly);
      confinement.set(Confinement.WRITABLE, readOnly.isEmpty() ? List.of() : writable);
      confinement.set(Confinement.HIDDEN, hidden);
      return confinement;
    }
  }
}
