package s6j.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import org.apache.commons.io.FileUtils;

/**
 * An image of containers that holds what the archive for s6-overlay does and nothing else, as a
 * layout of the Open Container Initiative (image-spec 1.1) in a tar: of one layer that is not
 * compressed, so that the bytes depend on no library of compression.
 */
record OciImage(Path target, String version, String architecture) {
  private static final String TYPE = "application/vnd.oci.image.";

  /** Of a blob, as others refer to it. */
  private record Blob(String type, String digest, long size) {
    String json() {
      return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
          .formatted(TYPE + type, digest, size);
    }
  }

  private Path root() {
    return target.resolve("s6j-oci");
  }

  /** Packs the tree of a root; without tar there is no image, which is told. */
  void pack(Path tree) throws IOException, InterruptedException, NoSuchAlgorithmException {
    FileUtils.deleteDirectory(root().toFile());
    Files.createDirectories(root().resolve("blobs/sha256"));
    Path packed = target.resolve("s6j-layer.tar");
    if (!new Archive(packed).pack(tree, ".")) return;
    Blob layer = blob("layer.v1.tar", Files.readAllBytes(packed));
    Files.delete(packed);
    Blob config = blob("config.v1+json", config(layer).getBytes());
    Blob manifest = blob("manifest.v1+json", manifest(config, layer).getBytes());
    Files.writeString(root().resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}\n");
    Files.writeString(root().resolve("index.json"), index(manifest));
    String name = "s6j-" + version + "-oci-" + architecture + ".tar";
    new Archive(target.resolve(name)).pack(root(), "oci-layout", "index.json", "blobs");
  }

  private Blob blob(String type, byte[] bytes) throws IOException, NoSuchAlgorithmException {
    String name = Checksums.sha256(bytes);
    Files.write(root().resolve("blobs/sha256").resolve(name), bytes);
    return new Blob(type, "sha256:" + name, bytes.length);
  }

  /** The programs find each other wherever they lie; the scan directory is made by who builds. */
  private String config(Blob layer) {
    return """
        {"created":"1980-01-02T00:00:00Z","architecture":"%s","os":"linux",\
        "config":{"Env":["PATH=/command:/usr/bin:/bin"],"Entrypoint":["/command/s6-svscan"],\
        "Cmd":["/run/service"],"Labels":{"org.opencontainers.image.title":"s6j",\
        "org.opencontainers.image.version":"%s"}},\
        "rootfs":{"type":"layers","diff_ids":["%s"]},\
        "history":[{"created":"1980-01-02T00:00:00Z","created_by":"s6j %s"}]}
        """
        .formatted(Architecture.of(architecture).go(), version, layer.digest(), version);
  }

  private static String manifest(Blob config, Blob layer) {
    return """
        {"schemaVersion":2,"mediaType":"%smanifest.v1+json","config":%s,"layers":[%s]}
        """
        .formatted(TYPE, config.json(), layer.json());
  }

  private String index(Blob manifest) {
    String named =
        manifest
            .json()
            .replaceFirst(
                "}$",
                ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"s6j:%s\"}}"
                    .formatted(version));
    return """
        {"schemaVersion":2,"mediaType":"%sindex.v1+json","manifests":[%s]}
        """
        .formatted(TYPE, named);
  }
}
