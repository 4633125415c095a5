package s6j.front.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import s6j.front.toml.Nearest;
import s6j.front.toml.Place;
import s6j.front.toml.Section;

/** What a process cannot see or do, as s6-confine is told it. */
public final class Confinement extends Entries {
  private static final List<String> CAPABILITY_NAMES =
      List.of(
          ("chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap"
                  + " linux_immutable net_bind_service net_broadcast net_admin net_raw ipc_lock"
                  + " ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin"
                  + " sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease"
                  + " audit_write audit_control setfcap mac_override mac_admin syslog wake_alarm"
                  + " block_suspend audit_read perfmon bpf checkpoint_restore")
              .split(" "));
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

  static final Type<Confinement> TYPE = TABLE.type(Confinement::new, Confinement::check);

  public Confinement(Place place) {
    super(TABLE, place);
  }

  private static void check(Confinement confinement, Section section) {
    for (Key<List<String>> key : List.of(CAPABILITIES, AMBIENT))
      for (String name : confinement.find(key).orElse(List.of()))
        if (!CAPABILITY_NAMES.contains(plain(name)))
          section.bad(
              key.name, "no capability: " + name, Nearest.hint(plain(name), CAPABILITY_NAMES));
    for (Key<List<String>> key : List.of(READ_ONLY, WRITABLE, HIDDEN))
      for (String path : confinement.get(key))
        if (!path.matches("-?/.*")) section.bad(key.name, "is no absolute path: " + path, "");
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("^cap_", "");
  }

  /** Whether the user has to be changed behind the walls: who has no rights any more cannot. */
  public boolean takesUser() {
    return find(CAPABILITIES).isPresent() || !get(AMBIENT).isEmpty();
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
    if (takesUser() && !user.isEmpty()) words.addAll(List.of("-u", user));
    return words;
  }

  private void add(String option, Key<List<String>> paths, List<String> words) {
    for (String path : get(paths)) words.addAll(List.of(option, path));
  }
}
