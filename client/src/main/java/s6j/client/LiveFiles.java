package s6j.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import s6j.client.system.ByteNames;
import s6j.formats.RcDatabase;
import s6j.formats.RcDatabaseReader;
import s6j.formats.RcFormat;

/**
 * What a live directory held at one moment. An update puts another directory into its place: all is
 * read from the one that the path led to first.
 */
final class LiveFiles {
  private static final int UP = 1;
  private static final int NAMED = 2;
  private static final int MOST_TRIES = 5;

  private final Path shown;
  private final Path directory;
  private final Map<String, LiveService> services = new LinkedHashMap<>();

  private LiveFiles(Path shown, Path directory) {
    this.shown = shown;
    this.directory = directory;
  }

  static LiveFiles read(Path live) {
    for (int tries = 1; ; tries++)
      try {
        LiveFiles files = new LiveFiles(live, live.toRealPath());
        files.readAll();
        return files;
      } catch (NoSuchFileException e) {
        if (tries == MOST_TRIES || !Files.exists(live)) throw refusal(live, e);
      } catch (IOException e) {
        throw refusal(live, e);
      }
  }

  private static SupervisionException refusal(Path live, IOException failure) {
    return SupervisionException.of(live, "a live directory of s6-rc", failure);
  }

  private void readAll() throws IOException {
    Path compiled = directory.resolve("compiled").toRealPath();
    byte[] sizes = Files.readAllBytes(compiled.resolve("n"));
    byte[] bytes = Files.readAllBytes(compiled.resolve("db"));
    byte[] state = Files.readAllBytes(directory.resolve("state"));
    RcDatabase database = database(compiled, sizes, bytes);
    if (state.length < database.count())
      throw new MalformedException(
          directory.resolve("state"),
          "has " + state.length + " bytes, expected " + database.count() + ", one of each service");
    String[] names = new String[database.count()];
    for (int i = 0; i < names.length; i++) names[i] = ByteNames.text(database.nameOf(i));
    for (int i = 0; i < names.length; i++) {
      List<String> needs = new ArrayList<>();
      for (int j = 0; j < database.needsCount[i]; j++)
        needs.add(names[database.needs[database.needsStart[i] + j]]);
      LiveService.Kind kind =
          database.isLongrun(i) ? LiveService.Kind.LONGRUN : LiveService.Kind.ONESHOT;
      boolean isUp = (state[i] & UP) != 0;
      boolean isNamed = (state[i] & NAMED) != 0;
      services.put(names[i], new LiveService(names[i], kind, isUp, isNamed, List.copyOf(needs)));
    }
  }

  private static RcDatabase database(Path compiled, byte[] sizes, byte[] bytes) {
    int answer = RcDatabaseReader.checkSizes(sizes.length);
    if (answer == 0) {
      RcDatabaseReader reader = RcDatabaseReader.of(bytes, bytes.length);
      answer = reader.read(sizes);
      if (answer == RcDatabaseReader.SOUND) return reader.database();
    }
    RcFormat format = RcFormat.of(sizes, sizes.length, bytes, bytes.length);
    boolean foreign = format == RcFormat.UNTIL_0_3 || format == RcFormat.LATER;
    throw new MalformedException(
        compiled.resolve(answer == 0 || sizes.length == 24 ? "db" : "n"),
        foreign
            ? "is of " + format.writer + ", expected the database of s6-rc 0.4 to 0.7"
            : "is damaged, expected the database of s6-rc");
  }

  List<LiveService> services() {
    return List.copyOf(services.values());
  }

  LiveService service(String name) {
    LiveService service = services.get(name);
    if (service == null)
      throw new SupervisionException(
          shown, "knows no service '" + name + "', expected one of its database", null);
    return service;
  }

  Service longrun(String name) {
    Path directories = directory.resolve("servicedirs");
    return Service.named(ByteNames.below(directories, ByteNames.bytes(name)), name);
  }
}
