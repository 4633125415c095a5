package s6j.dist;

import java.util.Map;

/** What Debian, and Go for images of containers, call an architecture. */
record Architecture(String debian, String go) {
  /** Where it is another name than the compiler's. */
  private static final Map<String, Architecture> NAMED =
      Map.of(
          "x86_64", new Architecture("amd64", "amd64"),
          "aarch64", new Architecture("arm64", "arm64"),
          "i686", new Architecture("i386", "386"),
          "arm", new Architecture("armhf", "arm"));

  static Architecture of(String compilers) {
    return NAMED.getOrDefault(compilers, new Architecture(compilers, compilers));
  }
}
