package s6j.front.importer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/** The unit files of the sources with their drop-ins and links, by the names of units. */
final class UnitSet {
  static final String SERVICE = ".service";
  static final String TARGET = ".target";
  static final String TIMER = ".timer";
  static final String SOCKET = ".socket";
  static final String PATH = ".path";

  /** A unit, with the assignments of its file and then of its drop-ins. */
  record Unit(String name, Path file, List<UnitFile.Assignment> assignments) {
    Place place() {
      return Place.of(file.toString());
    }
  }

  /** A link in NAME.wants or NAME.requires. */
  record Link(String from, Name to, boolean isWanted) {}

  final TreeMap<String, Unit> units = new TreeMap<>();
  final List<Link> links = new ArrayList<>();

  /** Other names, and what they stand for. */
  final TreeMap<String, Name> aliases = new TreeMap<>();

  /** Files of lines for systemd-tmpfiles. */
  final List<Path> temporaryFiles = new ArrayList<>();

  private final TreeMap<String, List<Path>> dropIns = new TreeMap<>();
  private final Set<String> masked = new LinkedHashSet<>();
  private final ImportReport report;

  UnitSet(ImportReport report) {
    this.report = report;
  }

  public void read(List<Path> sources) throws IOException {
    for (Path source : sources) {
      if (Files.isDirectory(source)) readDirectory(source);
      else readSource(source);
    }
    for (Unit unit : units.values()) addDropIns(unit);
    dropIns.forEach(
        (name, files) ->
            files.forEach(
                file ->
                    report.left(
                        DirectoryFiles.place(file),
                        "a drop-in for " + name + ", which is not there",
                        "")));
  }

  private void readSource(Path file) throws IOException {
    String name = file.getFileName().toString();
    if (isUnit(name)) add(name, file);
    else if (name.endsWith(".conf")) temporaryFiles.add(file);
    else report.broken(DirectoryFiles.place(file), "no unit that is carried over: " + name);
    Path folder = file.resolveSibling(name + ".d");
    if (Files.isDirectory(folder)) readDropIns(name, folder);
  }

  private static boolean isUnit(String name) {
    return name.endsWith(SERVICE) || name.endsWith(TARGET) || isTrigger(name);
  }

  /** Whether a unit does nothing but start another. */
  static boolean isTrigger(String name) {
    return name.endsWith(TIMER) || name.endsWith(SOCKET) || name.endsWith(PATH);
  }

  private void readDirectory(Path directory) throws IOException {
    boolean isTemporary = directory.toAbsolutePath().normalize().endsWith("tmpfiles.d");
    for (Path entry : DirectoryFiles.entries(directory)) {
      if (isTemporary) temporaryFiles.add(entry);
      if (isTemporary) continue;
      String name = entry.getFileName().toString();
      if (Files.isDirectory(entry)) readFolder(name, entry);
      else if (isUnit(name)) add(name, entry);
      else if (!name.startsWith("."))
        report.tell(
            hint(name).startsWith("no .service") || name.endsWith(".slice")
                ? ImportReport.Rank.REST
                : ImportReport.Rank.BEHAVIOUR,
            DirectoryFiles.place(entry),
            name + " is not carried over",
            hint(name));
    }
  }

  private static String hint(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "mount", "swap", "automount" -> "a oneshot that mounts";
      default -> "no .service and no .target";
    };
  }

  private void readFolder(String name, Path folder) throws IOException {
    if (name.endsWith(".d")) readDropIns(name.substring(0, name.length() - 2), folder);
    else if (name.endsWith(".wants") || name.endsWith(".requires"))
      for (Path link : DirectoryFiles.entries(folder))
        links.add(
            new Link(
                name.substring(0, name.lastIndexOf('.')),
                new Name(link.getFileName().toString(), DirectoryFiles.place(link)),
                name.endsWith(".wants")));
    else report.left(DirectoryFiles.place(folder), "the directory " + name, "");
  }

  private void readDropIns(String unit, Path folder) throws IOException {
    for (Path file : DirectoryFiles.entries(folder))
      if (file.getFileName().toString().endsWith(".conf"))
        dropIns.computeIfAbsent(unit, name -> new ArrayList<>()).add(file);
  }

  private void add(String name, Path file) throws IOException {
    if (units.containsKey(name) || masked.contains(name) || aliases.containsKey(name)) {
      report.left(
          DirectoryFiles.place(file), name + " is there already", "the first source counts");
      return;
    }
    if (Files.isSymbolicLink(file) && addLink(name, file, Files.readSymbolicLink(file))) return;
    String written = writtenLink(file);
    if (!written.isEmpty() && addLink(name, file, Path.of(written))) return;
    report.enter(name);
    SourceText.read(file, report)
        .ifPresent(
            text ->
                units.put(
                    name, new Unit(name, file, new ArrayList<>(UnitFile.read(text, report)))));
    report.enter("");
  }

  /** Where a link is no more than its text, as after some ways of copying: that, or nothing. */
  private static String writtenLink(Path file) throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > 255) return "";
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
    boolean isPath = text.matches("/dev/null|[A-Za-z0-9_.@:/-]+") && text.indexOf('=') < 0;
    return isPath && (isUnit(text) || text.equals("/dev/null")) ? text : "";
  }

  /** Whether the link says all: it masks a unit, or is another name of one. */
  private boolean addLink(String name, Path file, Path target) {
    if (target.toString().equals("/dev/null")) {
      masked.add(name);
      report.tell(ImportReport.Rank.REST, DirectoryFiles.place(file), name + " is masked", "");
      return true;
    }
    Path last = target.getFileName();
    if (last == null || last.toString().equals(name) || !isUnit(last.toString())) return false;
    aliases.put(name, new Name(last.toString(), DirectoryFiles.place(file)));
    return true;
  }

  /** Those of the unit itself come after those of shorter names; each name of a file once. */
  private void addDropIns(Unit unit) {
    String suffix = unit.name.substring(unit.name.lastIndexOf('.'));
    String bare = unit.name.substring(0, unit.name.length() - suffix.length());
    List<String> names = new ArrayList<>(List.of(suffix.substring(1)));
    for (int dash = bare.indexOf('-'); dash >= 0; dash = bare.indexOf('-', dash + 1))
      if (dash + 1 < bare.length()) names.add(bare.substring(0, dash + 1) + suffix);
    names.add(unit.name);
    TreeMap<String, Path> files = new TreeMap<>();
    for (String name : names) {
      List<Path> own = name.equals(unit.name) ? dropIns.remove(name) : dropIns.get(name);
      if (own != null) own.forEach(file -> files.put(file.getFileName().toString(), file));
    }
    report.enter(unit.name);
    for (Path file : files.values())
      SourceText.read(file, report)
          .ifPresent(text -> unit.assignments.addAll(UnitFile.read(text, report)));
    report.enter("");
  }

  /** What a unit is called here: without its suffix, unless a service has that name. */
  String nameOf(String unit) {
    if (isAccepting(unit)) return acceptingName(unit);
    if (isTrigger(unit)) return nameOf(startedBy(unit));
    if (unit.endsWith(SERVICE)) return unit.substring(0, unit.length() - SERVICE.length());
    if (!unit.endsWith(TARGET)) return "";
    String bare = unit.substring(0, unit.length() - TARGET.length());
    boolean isTaken = units.containsKey(bare + SERVICE) || aliases.containsKey(bare + SERVICE);
    return isTaken ? unit : bare;
  }

  /** Without its suffix, unless a service has that name. */
  private String acceptingName(String socket) {
    String bare = socket.substring(0, socket.length() - SOCKET.length());
    return units.containsKey(bare + SERVICE) ? socket : bare;
  }

  /** The unit that a trigger starts: the one it names, or the service of its own name. */
  String startedBy(String trigger) {
    String bare = trigger.substring(0, trigger.lastIndexOf('.'));
    String said = said(trigger, trigger.endsWith(SOCKET) ? "Service" : "Unit");
    if (said.endsWith(SERVICE)) return said;
    if (trigger.endsWith(SOCKET) && !units.containsKey(bare + SERVICE) && !isAccepting(trigger))
      for (Unit unit : units.values())
        for (UnitFile.Assignment one : unit.assignments)
          if (one.key().text.equals("Sockets") && isAmong(trigger, one.value().text))
            return unit.name;
    return bare + (isAccepting(trigger) ? "@" : "") + SERVICE;
  }

  private static boolean isAmong(String name, String list) {
    return List.of(list.trim().split("[ \\t]+")).contains(name);
  }

  /** Whether a unit starts an instance of a template for each connection. */
  boolean isAccepting(String unit) {
    return unit.endsWith(SOCKET) && said(unit, "Accept").matches("(?i)1|yes|y|true|t|on");
  }

  /** Of triggers, whether there is such a unit or its template; others may be made. */
  boolean has(String unit) {
    if (!isTrigger(unit) || units.containsKey(unit)) return true;
    int at = unit.indexOf('@');
    String template = unit.substring(0, at + 1) + unit.substring(unit.lastIndexOf('.'));
    return at >= 0 && units.containsKey(template);
  }

  private String said(String name, String key) {
    Unit unit = units.get(name);
    if (unit == null) return "";
    String value = "";
    for (UnitFile.Assignment one : unit.assignments)
      if (one.key().text.equals(key)) value = one.value().text;
    return value;
  }
}
