package s6j.dist;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** {@code SHA256SUMS} of what is handed out, as sha256sum checks it. */
final class Checksums {
  private Checksums() {}

  static void write(Path directory) throws IOException, NoSuchAlgorithmException {
    Set<String> lines = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{xz,deb,tar}")) {
      for (Path file : files) {
        lines.add(sha256(Files.readAllBytes(file)) + "  " + file.getFileName() + "\n");
      }
    }
    Files.writeString(directory.resolve("SHA256SUMS"), String.join("", lines));
  }

  /** In hexadecimal digits. */
  static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
