package s6j.front.definition;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import s6j.formats.confine.CallList;
import s6j.formats.confine.ConfinedNames;
import s6j.formats.confine.NameSet;
import s6j.formats.confine.SystemCalls;
import s6j.front.toml.Nearest;
import s6j.front.toml.Place;
import s6j.front.toml.Section;

/** What a process cannot see or do, as s6-confine is told it. */
public final class Confinement extends Entries {
  private static final Table TABLE = new Table();
  public static final Key<Boolean> NO_NEW_PRIVILEGES =
      TABLE.key("no-new-privileges", Type.FLAG, "no exec gives rights any more");

  /** Not said: what the supervision tree has. */
  public static final Key<List<String>> CAPABILITIES =
      TABLE.key(
          "capabilities",
          Type.texts("capabilities"),
          null,
          "nothing but these is ever had; `[]` is none");

  public static final Key<List<String>> AMBIENT =
      TABLE.key("ambient", Type.texts("capabilities"), "the user has these without being root");
  public static final Key<Boolean> PRIVATE_TMP =
      TABLE.key("private-tmp", Type.FLAG, "`/tmp` and `/var/tmp` are empty, and in memory");
  public static final Key<Boolean> PRIVATE_NETWORK =
      TABLE.key("private-network", Type.FLAG, "no network but a loopback interface of its own");
  public static final Key<List<String>> READ_ONLY =
      TABLE.key(
          "read-only",
          Type.texts("paths"),
          "nothing can be written there; `-/PATH` may be missing");
  public static final Key<List<String>> WRITABLE =
      TABLE.key("writable", Type.texts("paths"), "but there it can");
  public static final Key<List<String>> HIDDEN =
      TABLE.key("hidden", Type.texts("paths"), "nothing of it can be seen");
  public static final Key<List<String>> SYSTEM_CALLS =
      TABLE.key(
          "system-calls",
          Type.texts("lists"),
          "no other system calls, by names and groups; behind `~`, all but these");
  public static final Key<String> ERRNO =
      TABLE
          .key("errno", Type.LINE, "what others answer, as `EPERM`; else they end the process")
          .needs(SYSTEM_CALLS, "system-calls = [\"@system-service\"]");

  /** Not said, as the next: all. */
  public static final Key<List<String>> FAMILIES =
      TABLE.key(
          "address-families",
          Type.texts("families"),
          null,
          "no other sockets, as `unix`, `inet`, `inet6`; `[]` is none");

  public static final Key<List<String>> NAMESPACES =
      TABLE.key(
          "namespaces",
          Type.texts("kinds"),
          null,
          "no other new namespaces, as `user`, `mnt`; `[]` is none");

  public static final Key<List<String>> DEEDS =
      TABLE.key(
          "restrict",
          Type.texts("deeds"),
          "`write-execute`, `personality`, `realtime`, `set-id` are not done");
  public static final Key<List<String>> LANDLOCK =
      TABLE.key(
          "landlock",
          Type.texts("files"),
          "no other files can be opened, as `rx:/usr`; Landlock of the kernel");
  public static final Key<Boolean> LANDLOCK_IF_THERE =
      TABLE
          .key("landlock-if-there", Type.FLAG, "where the kernel has none, do without")
          .needs(LANDLOCK, "landlock = [\"rx:/\"]");

  static final Type<Confinement> TYPE = TABLE.type(Confinement::new, Confinement::check);

  public Confinement(Place place) {
    super(TABLE, place);
  }

  private static void check(Confinement confinement, Section section) {
    for (Key<List<String>> key : List.of(CAPABILITIES, AMBIENT))
      check(confinement, key, ConfinedNames.capabilities(), "capability", section);
    check(confinement, FAMILIES, ConfinedNames.families(), "family", section);
    check(confinement, NAMESPACES, ConfinedNames.namespaces(), "kind of namespaces", section);
    check(confinement, DEEDS, ConfinedNames.deeds(), "deed", section);
    checkCalls(confinement, section);
    for (String file : confinement.get(LANDLOCK))
      if (!file.matches("[rwx]+:-?/.*"))
        section.bad(LANDLOCK.name, "is not of r, w, x and an absolute path: " + file, "rx:/usr");
    for (Key<List<String>> key : List.of(READ_ONLY, WRITABLE, HIDDEN))
      for (String path : confinement.get(key))
        if (!path.matches("-?/.*")) section.bad(key.name, "is no absolute path: " + path, "");
  }

  private static void check(
      Confinement confinement, Key<List<String>> key, NameSet names, String what, Section section) {
    List<String> all = List.of(names.names().trim().split(" "));
    List<String> said = confinement.find(key).orElse(List.of());
    boolean takesLess = key == FAMILIES || key == NAMESPACES;
    for (String word : said) {
      boolean isLess = takesLess && said.indexOf(word) == 0 && word.startsWith("~");
      String name = isLess ? word.substring(1) : word;
      if (name.isEmpty() && isLess || names.number(bytes(name)) >= 0) continue;
      section.bad(
          key.name, "no " + what + ": " + word, Nearest.hint(name.toLowerCase(Locale.ROOT), all));
    }
  }

  private static void checkCalls(Confinement confinement, Section section) {
    SystemCalls calls = new SystemCalls(SystemCalls.X86_64);
    CallList list = new CallList(calls);
    for (String text : confinement.get(SYSTEM_CALLS))
      if (!list.read(bytes(text))) {
        String word = new String(list.unknown(), StandardCharsets.UTF_8);
        section.bad(SYSTEM_CALLS.name, "no system call or group: " + word, "");
      }
    boolean isStarted = list.answers()[calls.number("execve")] == CallList.ALLOWED;
    if (!confinement.get(SYSTEM_CALLS).isEmpty() && !isStarted)
      section.bad(SYSTEM_CALLS.name, "without execve nothing is started", "");
    String errno = confinement.get(ERRNO);
    if (!errno.isEmpty() && CallList.answer(bytes(errno)) == 0)
      section.bad(ERRNO.name, "no errno: " + errno, "such as EPERM");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the user has to be changed behind the walls: who has no rights any more cannot. */
  public boolean takesUser() {
    return find(CAPABILITIES).isPresent() || !get(AMBIENT).isEmpty() || isShutIn();
  }

  /** By what a program that changes the user could not live with. */
  private boolean isShutIn() {
    return !get(SYSTEM_CALLS).isEmpty()
        || find(FAMILIES).isPresent()
        || find(NAMESPACES).isPresent()
        || !get(DEEDS).isEmpty()
        || !get(LANDLOCK).isEmpty();
  }

  /** The command line up to the program; {@code user} is empty for none. */
  public List<String> words(String user) {
    List<String> words = new ArrayList<>(List.of("s6-confine"));
    if (get(NO_NEW_PRIVILEGES)) words.add("-n");
    if (get(PRIVATE_TMP)) words.add("-t");
    if (get(PRIVATE_NETWORK)) words.add("-N");
    add("-r", READ_ONLY, words);
    add("-w", WRITABLE, words);
    add("-x", HIDDEN, words);
    Optional<List<String>> bounding = find(CAPABILITIES);
    bounding.ifPresent(names -> words.addAll(List.of("-b", String.join(",", names))));
    if (!get(AMBIENT).isEmpty()) words.addAll(List.of("-a", String.join(",", get(AMBIENT))));
    add("-S", SYSTEM_CALLS, words);
    if (!get(ERRNO).isEmpty()) words.addAll(List.of("-E", get(ERRNO)));
    find(FAMILIES).ifPresent(names -> words.addAll(List.of("-F", String.join(",", names))));
    find(NAMESPACES).ifPresent(names -> words.addAll(List.of("-K", String.join(",", names))));
    if (!get(DEEDS).isEmpty()) words.addAll(List.of("-R", String.join(",", get(DEEDS))));
    add("-L", LANDLOCK, words);
    if (get(LANDLOCK_IF_THERE)) words.add("-l");
    if (takesUser() && !user.isEmpty()) words.addAll(List.of("-u", user));
    return words;
  }

  private void add(String option, Key<List<String>> paths, List<String> words) {
    for (String path : get(paths)) words.addAll(List.of(option, path));
  }
}
