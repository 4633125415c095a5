package s6j.front.convert;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.io.file.PathUtils;

/**
 * A directory of converted definitions. It is replaced as a whole, and only if everything in it is
 * as it was written: the list of its files with their hashes lies in it.
 */
final class OutputTree {
  private static final String CONVERT = "convert";

  private final Path root;
  private final String command;

  /** The file that holds the list. */
  private final String list;

  OutputTree(Path root) {
    this(root, CONVERT);
  }

  /** One that another command of s6j writes. */
  OutputTree(Path root, String command) {
    this.root = root.toAbsolutePath().normalize();
    this.command = command;
    this.list = ".s6j-" + command;
  }

  /** What is in the way: files in it that were not written here, or were changed since. */
  List<String> obstacles() throws IOException {
    if (!Files.exists(root)) return List.of();
    if (!Files.isDirectory(root)) return List.of(root + " is no directory");
    Map<String, String> present = present();
    if (present.isEmpty()) return List.of();
    if (!Files.exists(root.resolve(list)))
      return List.of(root + " was not written by s6j " + command);
    Map<String, String> listed = listed();
    List<String> obstacles = new ArrayList<>();
    for (Map.Entry<String, String> file : present.entrySet()) {
      String hash = listed.get(file.getKey());
      if (hash == null) obstacles.add(root.resolve(file.getKey()) + " does not belong there");
      else if (!hash.equals(file.getValue()))
        obstacles.add(root.resolve(file.getKey()) + " was changed by hand");
    }
    return obstacles;
  }

  /** Writes or replaces it; false if it was the same already. */
  boolean write(TreeMap<String, SourceFile> files) throws IOException {
    String content = list(files);
    if (Files.exists(root.resolve(list))
        && Files.readString(root.resolve(list)).equals(content)
        && present().keySet().equals(files.keySet())) return false;
    Files.createDirectories(root.getParent());
    Path fresh = Files.createTempDirectory(root.getParent(), "." + root.getFileName() + ".");
    try {
      fill(fresh, files, content);
      replace(fresh);
    } finally {
      if (Files.exists(fresh)) PathUtils.deleteDirectory(fresh);
    }
    return true;
  }

  private void fill(Path fresh, TreeMap<String, SourceFile> files, String list) throws IOException {
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Map.Entry<String, SourceFile> file : files.entrySet()) {
      Path path = fresh.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue().content());
      Files.setPosixFilePermissions(path, mode(file.getValue()));
    }
    Files.writeString(fresh.resolve(this.list), list);
  }

  private static Set<PosixFilePermission> mode(SourceFile file) {
    return PosixFilePermissions.fromString(file.isExecutable() ? "rwxr-xr-x" : "rw-r--r--");
  }

  /** A rename takes the place of an empty directory, but not of a full one. */
  private void replace(Path fresh) throws IOException {
    if (!Files.exists(root) || present().isEmpty()) {
      Files.move(fresh, root, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Path old = fresh.resolveSibling(fresh.getFileName() + ".old");
    Files.move(root, old, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(fresh, root, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.move(old, root, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    PathUtils.deleteDirectory(old);
  }

  private Map<String, String> present() throws IOException {
    Map<String, String> present = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(root, new FileVisitOption[0])) {
      for (Path file : tree.filter(path -> !Files.isDirectory(path)).toList()) {
        String name = root.relativize(file).toString();
        if (!name.equals(list)) present.put(name, hash(file));
      }
    }
    return present;
  }

  private static String hash(Path file) throws IOException {
    if (!Files.isRegularFile(file)) return "special";
    return hash(Files.readAllBytes(file), Files.isExecutable(file));
  }

  private static String hash(byte[] content, boolean isExecutable) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest) + (isExecutable ? " x" : " -");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String list(TreeMap<String, SourceFile> files) {
    StringBuilder list =
        new StringBuilder(
            "Written by s6j "
                + command
                + ", which replaces this directory while nobody else writes into it.\n");
    files.forEach(
        (path, file) -> {
          byte[] content = file.content().getBytes(StandardCharsets.UTF_8);
          list.append(hash(content, file.isExecutable())).append(' ').append(path).append('\n');
        });
    return list.toString();
  }

  private Map<String, String> listed() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    for (String line : Files.readAllLines(root.resolve(list))) {
      String[] words = line.split(" ", 3);
      if (words.length == 3 && words[0].length() == 64)
        listed.put(words[2], words[0] + " " + words[1]);
    }
    return listed;
  }
}
