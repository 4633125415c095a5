package s6j.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import s6j.client.ScanDirectory;
import s6j.client.Service;
import s6j.client.SupervisionException;

/**
 * All services at this moment. One thread hears of what supervisors write, by inotify, and looks at
 * everything again after a while: services come and go, and use processors and memory.
 */
final class WatchedTree {
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LATEST_NANOS = TimeUnit.SECONDS.toNanos(8);
  private static final long STEP_MILLIS = 500;

  private final ScanDirectory scandir;
  private final LiveView live;
  private final RowReader reader = new RowReader();
  private final WatchService watch;
  private final Map<String, WatchKey> keys = new HashMap<>();
  private final Map<WatchKey, Service> watched = new HashMap<>();
  private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, ServiceRow> rows = Map.of();

  /** What a look at everything has found so far. */
  private Map<String, ServiceRow> looked = new LinkedHashMap<>();

  /** Whether something has happened that does not tell which service it is about. */
  private boolean isUnclear;

  WatchedTree(Path scandir, Path live, Suite suite) throws IOException {
    this.scandir = ScanDirectory.at(scandir);
    this.live = new LiveView(live, suite);
    watch = FileSystems.getDefault().newWatchService();
  }

  /** Looks once, and then goes on in a thread of its own. */
  void start() {
    sweep();
    Thread thread = new Thread(this::follow, "tree");
    thread.setDaemon(true);
    thread.start();
  }

  /** All rows by their ids, oneshots last. */
  Map<String, ServiceRow> rows() {
    return rows;
  }

  @Nullable ServiceRow row(String id) {
    return rows.get(id);
  }

  /** Tells a listener the ids of what has changed or gone. */
  void listen(Consumer<Set<String>> listener) {
    listeners.add(listener);
  }

  boolean isScanned() {
    return Files.exists(scandir.path().resolve(".s6-svscan/lock"));
  }

  private void follow() {
    long next = System.nanoTime() + SWEEP_NANOS;
    while (true) {
      try {
        boolean isQuiet = hear(watch.poll(STEP_MILLIS, TimeUnit.MILLISECONDS));
        // What happens comes first: all the rest is looked at when it is quiet, or late.
        long late = System.nanoTime() - next;
        if (late >= (isQuiet ? 0 : LATEST_NANOS) || isUnclear) {
          isUnclear = false;
          sweep();
          next = System.nanoTime() + SWEEP_NANOS;
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        System.err.println("s6j serve: warning: " + e);
      }
    }
  }

  /** Tells of what has happened, from this key on; whether that was nothing of services. */
  private boolean hear(@Nullable WatchKey key) {
    Set<Service> changed = new HashSet<>();
    while (key != null) {
      if (key.pollEvents().stream().anyMatch(event -> isOfInterest(event.context()))) {
        Service service = watched.get(key);
        if (service != null) changed.add(service);
        else isUnclear = true;
      }
      if (!key.reset()) watched.remove(key);
      key = watch.poll();
    }
    if (!changed.isEmpty()) reread(changed);
    return changed.isEmpty();
  }

  /** Null where too much has happened to be told one by one. */
  private static boolean isOfInterest(@Nullable Object file) {
    if (!(file instanceof Path path)) return true;
    String name = path.toString();
    return !name.endsWith(".new") && !name.startsWith(".") && !name.equals("control");
  }

  private void reread(Set<Service> services) {
    Locks locks = Locks.now();
    Map<String, ServiceRow> fresh = new LinkedHashMap<>(rows);
    Set<String> changed = new HashSet<>();
    for (Service service : services) {
      ServiceRow row = read(service, locks);
      String id = row.name().id();
      ServiceRow before = fresh.replace(id, row);
      looked.replace(id, row);
      if (before != null && !before.json().equals(row.json())) changed.add(id);
    }
    rows = fresh;
    tell(changed);
  }

  private ServiceRow read(Service service, Locks locks) {
    String name = service.name();
    return reader.read(service, locks, live.knows(name), live.tags(name));
  }

  private void sweep() {
    live.refresh();
    Locks locks = Locks.now();
    Map<String, ServiceRow> fresh = new LinkedHashMap<>();
    looked = fresh;
    for (Service service : services()) {
      ServiceRow row = read(service, locks);
      fresh.put(row.name().id(), row);
      keys.computeIfAbsent(row.name().id(), id -> watch(service));
      // A look at hundreds of services takes a while, for which what happens does not wait.
      WatchKey key = watch.poll();
      if (key != null) hear(key);
    }
    Map<String, ServiceRow> oneshots = new TreeMap<>();
    for (ServiceRow row : live.oneshots()) oneshots.put(row.name().text(), row);
    for (ServiceRow row : oneshots.values()) fresh.putIfAbsent(row.name().id(), row);
    Set<String> changed = new HashSet<>(rows.keySet());
    changed.removeIf(id -> fresh.containsKey(id));
    for (Map.Entry<String, ServiceRow> one : fresh.entrySet()) {
      ServiceRow before = rows.get(one.getKey());
      if (before == null || !before.json().equals(one.getValue().json())) changed.add(one.getKey());
    }
    keys.entrySet().removeIf(entry -> isOver(entry.getValue(), fresh.containsKey(entry.getKey())));
    reader.keep(fresh);
    rows = fresh;
    looked = new LinkedHashMap<>();
    tell(changed);
  }

  private List<Service> services() {
    try {
      return scandir.services();
    } catch (SupervisionException gone) {
      return List.of();
    }
  }

  /** A directory that was replaced is watched anew at the next look. */
  private boolean isOver(WatchKey key, boolean isThere) {
    if (isThere && key.isValid()) return false;
    key.cancel();
    watched.remove(key);
    return true;
  }

  private @Nullable WatchKey watch(Service service) {
    try {
      Path directory = service.path().resolve("supervise");
      WatchKey key =
          directory.register(
              watch,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE);
      watched.put(key, service);
      return key;
    } catch (IOException notYet) {
      return null;
    }
  }

  private void tell(Set<String> changed) {
    if (!changed.isEmpty()) for (Consumer<Set<String>> one : listeners) one.accept(changed);
  }

  JsonObject json() {
    JsonArray array = new JsonArray();
    for (ServiceRow row : new ArrayList<>(rows.values())) array.add(row.json());
    JsonObject json = new JsonObject();
    json.addProperty("scandir", ServiceText.shown(scandir.path().toString()));
    json.addProperty("scanned", isScanned());
    json.add("services", array);
    return json;
  }
}
