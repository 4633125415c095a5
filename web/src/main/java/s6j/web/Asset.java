package s6j.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;

/** A file of the page, which is part of the program. */
record Asset(String type, ByteBuffer bytes) {
  static Map<String, Asset> all() throws IOException {
    return Map.of(
        "/", of("page.html", "text/html; charset=utf-8"),
        "/page.js", of("page.js", "text/javascript; charset=utf-8"),
        "/page.css", of("page.css", "text/css; charset=utf-8"),
        "/icon.svg", of("icon.svg", "image/svg+xml"),
        "/api/openapi.json", of("openapi.json", "application/json"));
  }

  private static Asset of(String name, String type) throws IOException {
    try (InputStream stream = Asset.class.getResourceAsStream(name)) {
      if (stream == null) throw new IOException(name + " is missing in the program");
      return new Asset(type, ByteBuffer.wrap(stream.readAllBytes()).asReadOnlyBuffer());
    }
  }
}
