package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OciImageTest {
  private static final Pattern REFERENCE =
      Pattern.compile("\"digest\":\"sha256:([0-9a-f]{64})\",\"size\":([0-9]+)");

  @TempDir Path directory;

  private Path blob(String digest) {
    return directory.resolve("blobs/sha256").resolve(digest);
  }

  /** The blobs that a file refers to; each has the size and the hash that are told. */
  private List<String> followed(Path file) throws Exception {
    List<String> digests = new ArrayList<>();
    Matcher reference = REFERENCE.matcher(Files.readString(file));
    while (reference.find()) {
      byte[] bytes = Files.readAllBytes(blob(reference.group(1)));
      assertEquals(Long.parseLong(reference.group(2)), bytes.length);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      assertEquals(reference.group(1), HexFormat.of().formatHex(hash));
      digests.add(reference.group(1));
    }
    return digests;
  }

  private void pack() throws Exception {
    Path tree = Files.createDirectories(directory.resolve("tree/command"));
    Files.writeString(tree.resolve("x"), "x");
    new OciImage(directory, "1.2", "aarch64").pack(directory.resolve("tree"));
    Path packed = directory.resolve("s6j-1.2-oci-aarch64.tar");
    Assumptions.assumeTrue(Files.exists(packed), "no tar");
    Command.succeed(directory, "tar", "-xf", packed.toString());
  }

  @Test
  void itIsFoundFromItsIndex() throws Exception {
    pack();
    List<String> manifest = followed(directory.resolve("index.json"));
    List<String> parts = followed(blob(manifest.get(0)));
    assertEquals(2, parts.size());
    String config = Files.readString(blob(parts.get(0)));
    assertTrue(config.contains("\"diff_ids\":[\"sha256:" + parts.get(1) + "\"]"), config);
    assertTrue(config.contains("\"architecture\":\"arm64\""), config);
    assertEquals("x", unpacked(blob(parts.get(1))));
  }

  private String unpacked(Path layer) throws IOException, InterruptedException {
    return Command.run(directory, List.of("tar", "-xOf", layer.toString(), "./command/x")).output();
  }
}
