package s6j.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import s6j.client.system.ByteNames;

/**
 * The live directory of s6-rc: the services of the compiled database, their states and their
 * dependencies. It is read as it is on disk; changes are made by running {@code s6-rc}, which waits
 * for the transitions and holds the locks.
 */
public final class LiveSet {
  /** Where s6-rc has its live directory if it is not told otherwise. */
  public static final Path USUAL = Path.of("/run/s6-rc");

  private final Path path;
  private final Programs programs;

  private LiveSet(Path path, Programs programs) {
    this.path = path;
    this.programs = programs;
  }

  /** The live directory at a path, changed by the programs that {@link Programs#found} finds. */
  public static LiveSet at(Path path) {
    return new LiveSet(path, Programs.found());
  }

  /** The same, changed by these programs. */
  public LiveSet with(Programs others) {
    return new LiveSet(path, others);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** All services, longruns first, in the order of the database. */
  public List<LiveService> services() {
    return LiveFiles.read(path).services();
  }

  /** One of them; {@link SupervisionException} if the database has no such service. */
  public LiveService service(String name) {
    return LiveFiles.read(path).service(name);
  }

  /** The longrun of a name, as its supervisor has it. */
  public Service longrun(String name) {
    LiveFiles files = LiveFiles.read(path);
    if (files.service(name).kind() == LiveService.Kind.LONGRUN) return files.longrun(name);
    throw new SupervisionException(path, "'" + name + "' is a oneshot, expected a longrun", null);
  }

  /** Brings services or bundles up, with all that they need, and waits for it. */
  public void up(Duration timeout, String... names) throws InterruptedException {
    change("-u", timeout, List.of(names));
  }

  /** Brings services or bundles down, with all that need them, and waits for it. */
  public void down(Duration timeout, String... names) throws InterruptedException {
    change("-d", timeout, List.of(names));
  }

  /** Leaves only these services or bundles up, with what they need, and waits for it. */
  public void upOnly(Duration timeout, String... names) throws InterruptedException {
    change("-pu", timeout, List.of(names));
  }

  private void change(String option, Duration timeout, Collection<String> names)
      throws InterruptedException {
    List<byte[]> words = new ArrayList<>();
    words.add(ByteNames.bytes("-l"));
    words.add(ByteNames.bytes(path));
    // None would be no limit.
    long millis = TimeUnit.NANOSECONDS.toMillis(Wait.nanos(timeout));
    words.add(ByteNames.bytes("-t" + Math.max(1, Math.min(millis, Integer.MAX_VALUE))));
    words.add(ByteNames.bytes(option));
    words.add(ByteNames.bytes("change"));
    for (String name : names) words.add(word(name));
    // s6-rc ends by itself at its timeout; a moment more for its messages.
    ProgramRun.run(programs.program("s6-rc"), words, Duration.ofMillis(millis + 5000));
  }

  private byte[] word(String name) {
    byte[] word = ByteNames.bytes(name);
    for (byte one : word)
      if (one == 0 || one == '\n' || one == '/')
        throw new SupervisionException(
            path, "'" + name + "' is no name of a service or bundle", null);
    return word;
  }

  /** Why a service is up or not, by its dependencies and the supervisors' word. */
  public Why why(String name) {
    LiveFiles files = LiveFiles.read(path);
    LiveService asked = files.service(name);
    if (LiveReport.of(files, asked).isFine()) return new Why(name, true, name, name + " is up");
    LiveService root = root(files, asked);
    String what = LiveReport.of(files, root).reason();
    String reason = asked.isUp() ? " is not right: " : " is not up: ";
    if (root != asked) reason += "it needs " + root.name() + ", which " + what;
    else reason += "it " + what;
    return new Why(name, false, root.name(), name + reason);
  }

  /** Goes down to one that misses nothing; a database of circles, which none is, ends it too. */
  private static LiveService root(LiveFiles files, LiveService from) {
    Set<String> seen = new HashSet<>();
    LiveService root = from;
    boolean goesOn = true;
    while (goesOn && seen.add(root.name())) {
      goesOn = false;
      for (String needed : root.needs()) {
        LiveService one = files.service(needed);
        if (goesOn || LiveReport.of(files, one).isFine()) continue;
        root = one;
        goesOn = true;
      }
    }
    return root;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LiveSet set && set.path.equals(path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /** The path. */
  @Override
  public String toString() {
    return path.toString();
  }
}
