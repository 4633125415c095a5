package s6j.front.importer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import s6j.formats.confine.CallList;
import s6j.formats.confine.ConfinedNames;
import s6j.formats.confine.NameSet;
import s6j.formats.confine.SystemCalls;
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

  private static final List<String> BITS =
      List.of(
          "noroot",
          "noroot-locked",
          "no-setuid-fixup",
          "no-setuid-fixup-locked",
          "keep-caps-locked");

  private final UnitSettings unit;
  private final ImportReport report;
  private boolean isLocked;
  private String bits = "";
  private List<String> bounding = List.of();
  private List<String> ambient = List.of();

  UnitPrivileges(UnitSettings unit, ImportReport report) {
    this.unit = unit;
    this.report = report;
  }

  void read(boolean isDynamic) {
    isLocked = unit.flag("Service.NoNewPrivileges", false) || isDynamic;
    bounding = readBounding();
    readBits();
    TreeSet<String> raised = new TreeSet<>();
    for (UnitWords.Item item : unit.words("Service.AmbientCapabilities")) {
      if (item.text().startsWith("~"))
        report.left(item.place(), "AmbientCapabilities=" + item.text(), "name those it is to have");
      else if (isName(item)) raised.add(plain(item.text()));
    }
    ambient = new ArrayList<>(raised);
  }

  /** What setpriv knows: keep-caps is lost by the next exec anyway. */
  private void readBits() {
    List<String> words = new ArrayList<>();
    for (UnitWords.Item item : unit.words("Service.SecureBits"))
      if (BITS.contains(item.text())) words.add("+" + item.text().replace('-', '_'));
      else if (!item.text().equals("keep-caps"))
        report.left(item.place(), "SecureBits=" + item.text(), "no such bit: " + BITS);
    bits = String.join(",", words);
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
    return !bounding.isEmpty() || !ambient.isEmpty() || !bits.isEmpty();
  }

  /** Whether the change of the user is part of it. */
  boolean setsUser() {
    return hasCapabilities();
  }

  boolean isLocked() {
    return isLocked;
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
    if (!bounding.isEmpty() || !ambient.isEmpty()) line.append(" --inh-caps=").append(set(ambient));
    if (!ambient.isEmpty()) line.append(" --ambient-caps=").append(set(ambient));
    if (!bits.isEmpty()) line.append(" --securebits=").append(bits);
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
    private final Shutter shutter;

    Walls(UnitSettings unit, Place place, ImportReport report) {
      this.unit = unit;
      this.place = place;
      this.report = report;
      this.shutter = new Shutter(unit, place, report);
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
      shutter.read(isDynamic, hidden);
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

    /** What is put up before the user is changed. */
    List<String> words() {
      return isNone() ? List.of() : standing().words("");
    }

    /** What is shut behind the change of the user. */
    List<String> wordsBehind() {
      Confinement confinement = new Confinement(place);
      shutter.shut(confinement);
      return shutter.isNone() ? List.of() : confinement.words("");
    }

    /** All of it; {@code isLocked} if rights are forgone as well. */
    Confinement confinement(boolean isLocked) {
      Confinement confinement = standing();
      shutter.shut(confinement);
      confinement.set(Confinement.NO_NEW_PRIVILEGES, isLocked && !shutter.isNone());
      return confinement;
    }

    boolean isShut() {
      return !shutter.isNone();
    }

    private Confinement standing() {
      Confinement confinement = new Confinement(place);
      confinement.set(Confinement.PRIVATE_TMP, hasOwnTmp);
      confinement.set(Confinement.PRIVATE_NETWORK, isAlone);
      confinement.set(Confinement.READ_ONLY, readOnly);
      confinement.set(Confinement.WRITABLE, readOnly.isEmpty() ? List.of() : writable);
      confinement.set(Confinement.HIDDEN, hidden);
      return confinement;
    }
  }

  /** Which system calls a unit has, and what it does not do with them. */
  private static final class Shutter {
    private static final String SEEN_TO = " is seen to by s6-confine";
    private static final Map<String, String> DEEDS =
        Map.of(
            "MemoryDenyWriteExecute", "write-execute",
            "LockPersonality", "personality",
            "RestrictRealtime", "realtime",
            "RestrictSUIDSGID", "set-id");

    /** Families of addresses that have two names. */
    private static final Map<String, String> SAME =
        Map.of("AF_LOCAL", "AF_UNIX", "AF_FILE", "AF_UNIX", "AF_ROUTE", "AF_NETLINK");

    /** Where the filter of systemd is, what goes with it, and what is out of sight. */
    private static final Map<String, List<String>> PROTECTED =
        Map.of(
            "ProtectKernelModules", List.of("~@module:EPERM", "-/lib/modules", "-/usr/lib/modules"),
            "ProtectKernelLogs", List.of("~syslog:EPERM", "-/dev/kmsg", "-/proc/kmsg"),
            "ProtectClock", List.of("~@clock:EPERM"),
            "ProtectHostname", List.of("~sethostname:EPERM setdomainname:EPERM"));

    private final UnitSettings unit;
    private final ImportReport report;
    private final Place place;
    private final List<String> lists = new ArrayList<>();
    private final List<String> deeds = new ArrayList<>();
    private String errno = "";
    private @Nullable List<String> families;
    private @Nullable List<String> namespaces;

    Shutter(UnitSettings unit, Place place, ImportReport report) {
      this.unit = unit;
      this.place = place;
      this.report = report;
    }

    void read(boolean isDynamic, List<String> hidden) {
      for (Span value : unit.all("Service.SystemCallFilter")) readList(value);
      readErrno();
      families = names("RestrictAddressFamilies", ConfinedNames.families(), "none");
      readNamespaces();
      for (String key : new TreeSet<>(DEEDS.keySet()))
        if (isOn(key, isDynamic && key.equals("RestrictSUIDSGID"))) deeds.add(DEEDS.get(key));
      for (String key : new TreeSet<>(PROTECTED.keySet())) {
        if (!isOn(key, false)) continue;
        lists.add(PROTECTED.get(key).get(0));
        hidden.addAll(PROTECTED.get(key).subList(1, PROTECTED.get(key).size()));
      }
      readMachines();
    }

    private boolean isOn(String key, boolean usual) {
      boolean isOn = unit.flag("Service." + key, usual);
      if (isOn) tell(key);
      return isOn;
    }

    private void tell(String key) {
      report.changed(unit.place("Service." + key, place), key + SEEN_TO);
    }

    /** Unknown names are passed over, as they may be known elsewhere. */
    private void readList(Span value) {
      boolean isLess = value.text.startsWith("~");
      List<String> words = new ArrayList<>();
      for (UnitWords.Item item : unit.words(isLess ? value.sub(1) : value)) {
        CallList list = new CallList(new SystemCalls(SystemCalls.X86_64));
        if (list.read(item.text().getBytes(StandardCharsets.UTF_8))) words.add(item.text());
        else
          report.left(item.place(), "SystemCallFilter=" + item.text(), "no system call, or group");
      }
      if (!words.isEmpty() || lists.isEmpty())
        lists.add((isLess ? "~" : "") + String.join(" ", words));
      if (words.isEmpty()) return;
      report.changed(value.place(), "SystemCallFilter" + SEEN_TO);
    }

    private void readErrno() {
      String word = unit.text("Service.SystemCallErrorNumber", "");
      if (word.isEmpty() || lists.isEmpty() || word.equals("kill")) return;
      if (CallList.answer(word.getBytes(StandardCharsets.UTF_8)) != 0) errno = word;
      else
        report.left(
            unit.place("Service.SystemCallErrorNumber", place),
            "SystemCallErrorNumber=" + word,
            "what is not allowed ends the process");
    }

    /** Null if nothing is said. */
    private @Nullable List<String> names(String key, NameSet known, String none) {
      List<String> words = new ArrayList<>();
      boolean isLess = false;
      List<Span> values = unit.all("Service." + key);
      for (Span value : values) {
        boolean takesAway = value.text.startsWith("~");
        if (words.isEmpty()) isLess = takesAway;
        for (UnitWords.Item item : unit.words(takesAway ? value.sub(1) : value))
          if (item.text().equals(none)) words.clear();
          else addName(key, item, known, takesAway == isLess, words);
      }
      if (values.isEmpty() || isLess && words.isEmpty()) return null;
      tell(key);
      if (isLess) words.set(0, "~" + words.get(0));
      return words;
    }

    /** An unknown name is passed over, as systemd does. */
    private void addName(
        String key, UnitWords.Item item, NameSet known, boolean isAdded, List<String> words) {
      String word = SAME.getOrDefault(item.text(), item.text());
      if (known.number(word.getBytes(StandardCharsets.UTF_8)) < 0)
        report.left(item.place(), key + "=" + item.text(), "not known, and passed over");
      else if (!isAdded) words.remove(word);
      else if (!words.contains(word)) words.add(word);
    }

    private void readNamespaces() {
      String word = unit.text("Service.RestrictNamespaces", "no").strip();
      if (Walls.isNo(word)) return;
      if (!Walls.isYes(word))
        namespaces = names("RestrictNamespaces", ConfinedNames.namespaces(), "");
      else {
        namespaces = List.of();
        tell("RestrictNamespaces");
      }
    }

    /** Where there is a filter at all, calls in the manner of other machines are none. */
    private void readMachines() {
      List<UnitWords.Item> machines = unit.words("Service.SystemCallArchitectures");
      if (machines.isEmpty()) return;
      for (UnitWords.Item item : machines)
        if (!item.text().equals("native"))
          report.changed(
              item.place(),
              "SystemCallArchitectures=" + item.text() + ": not where there is a filter");
      if (isNone() && machines.stream().allMatch(item -> item.text().equals("native")))
        lists.add("~");
      if (!isNone()) tell("SystemCallArchitectures");
    }

    boolean isNone() {
      return lists.isEmpty() && families == null && namespaces == null && deeds.isEmpty();
    }

    void shut(Confinement confinement) {
      confinement.set(Confinement.SYSTEM_CALLS, lists);
      confinement.set(Confinement.ERRNO, errno);
      if (families != null) confinement.set(Confinement.FAMILIES, families);
      if (namespaces != null) confinement.set(Confinement.NAMESPACES, namespaces);
      confinement.set(Confinement.DEEDS, deeds);
    }
  }
}
