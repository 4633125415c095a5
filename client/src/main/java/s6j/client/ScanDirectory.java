package s6j.client;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import s6j.client.system.ByteNames;

/**
 * A scan directory: the services of a tree, and the scanner that looks after them, {@code
 * s6-svscan}. Safe for use by many threads.
 */
public final class ScanDirectory {
  private final Path path;
  private final Control control;

  private ScanDirectory(Path path) {
    this.path = path;
    this.control = new Control(path, ".s6-svscan/control", "a scanner that listens there");
  }

  /** The scan directory at a path, as {@code /run/service}, which need not be there yet. */
  public static ScanDirectory at(Path path) {
    return new ScanDirectory(path);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /**
   * The services in it, by the bytes of their names, a logger behind its service: {@code web},
   * {@code web/log}. Names are UTF-8 in any locale; a byte that is none of UTF-8 is a lone
   * surrogate, U+DC80 to U+DCFF, so that {@link #service} finds each again.
   */
  public List<Service> services() {
    List<byte[]> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      for (Path entry : entries) {
        byte[] name = nameOf(entry);
        if (name[0] != '.' && Files.isDirectory(entry)) names.add(name);
      }
    } catch (IOException e) {
      throw SupervisionException.of(path, "a scan directory", e);
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw SupervisionException.of(path, "a scan directory", e.getCause());
    }
    names.sort(Comparator.comparing(name -> name, Arrays::compareUnsigned));
    List<Service> services = new ArrayList<>();
    for (byte[] name : names) {
      Service service = service(ByteNames.text(name));
      services.add(service);
      if (Files.isDirectory(service.path().resolve("log")))
        services.add(service(service.name() + "/log"));
    }
    return services;
  }

  private static byte[] nameOf(Path entry) {
    byte[] whole = ByteNames.bytes(entry);
    int slash = whole.length - 1;
    while (whole[slash] != '/') slash--;
    return Arrays.copyOfRange(whole, slash + 1, whole.length);
  }

  /** The service of a name, be it there or not; a logger is {@code NAME/log}. */
  public Service service(String name) {
    byte[] bytes = ByteNames.bytes(name);
    for (byte one : bytes)
      if (one == 0) throw new IllegalArgumentException("a NUL in the name of a service");
    if (!name.matches("(?s)[^/.][^/]*(/log)?"))
      throw new IllegalArgumentException(
          "'" + name + "' is no name of a service, expected NAME or NAME/log");
    return Service.named(ByteNames.below(path, bytes), name);
  }

  /** Whether a scanner is at work. */
  public boolean isWatched() {
    return control.isHeard();
  }

  /** Has the scanner look for new services. Returns at once. */
  public void rescan() {
    control.send("a");
  }

  /** Has the scanner look for new services, and end those whose directories are gone. */
  public void rescanAndPrune() {
    control.send("an");
  }

  /** Has the scanner end all services, wait for them and leave. Returns at once. */
  public void stop() {
    control.send("t");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScanDirectory directory && directory.path.equals(path);
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
