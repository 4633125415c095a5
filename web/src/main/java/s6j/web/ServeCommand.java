package s6j.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code s6j serve}: services on a page. */
@Command(
    name = "serve",
    description = "Shows services on a page, and starts and stops them from there.",
    footer = {
      "",
      "Whoever reaches the socket may look. Changes need the token of --token-file; on the Unix"
          + " socket programs of this user and of root need none.",
      "",
      "Exit codes: 0 after SIGTERM or SIGINT; 100 usage; 111 it cannot listen there.",
      "",
      "Examples:",
      "  s6j serve -s /run/service               at /run/service/.s6-svscan/web",
      "  s6j serve --tcp 8080 --token-file token at http://127.0.0.1:8080/"
    })
public final class ServeCommand implements Callable<Integer> {
  private static final int TOKEN_BYTES = 24;
  private static final int MOST_TOKEN = 4096;

  @Option(
      names = {"-s", "--scandir"},
      paramLabel = "SCANDIR",
      description = "where s6-svscan works (/run/service)")
  private Path scandir = Path.of("/run/service");

  @Option(
      names = {"-l", "--live"},
      paramLabel = "LIVE",
      description = "the live directory of s6-rc (S6J_LIVE, or /run/s6-rc)")
  private @Nullable Path live;

  @Option(
      names = "--socket",
      paramLabel = "PATH",
      description = "the Unix socket (SCANDIR/.s6-svscan/web)")
  private @Nullable Path socket;

  @Option(
      names = "--mode",
      paramLabel = "OCTAL",
      description = "permissions of the Unix socket (600)")
  private String mode = "600";

  @Option(
      names = "--tcp",
      paramLabel = "[ADDRESS:]PORT",
      description = "listen there instead of on a Unix socket; ADDRESS is 127.0.0.1")
  private @Nullable String tcp;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "a name that it is asked by, such as that of a proxy; may be repeated")
  private List<String> hosts = List.of();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "whoever knows what is in it may change things; made if it is not there")
  private @Nullable Path tokenFile;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    InetSocketAddress address = tcp == null ? null : address(tcp);
    Path place = socket == null ? scandir.resolve(".s6-svscan/web") : socket;
    if (!Files.isDirectory(scandir)) throw new IOException(scandir + ": no scan directory");
    if (!mode.matches("[0-7]{1,3}")) throw usage("--mode: not octal: " + mode);
    WebServer server =
        new WebServer(
            new WebServer.Settings(
                scandir,
                liveDirectory(),
                address == null ? place : null,
                Integer.parseInt(mode, 8),
                address,
                names(address),
                tokenFile == null ? null : token(tokenFile)));
    // Before it listens: whoever sees the socket may end it.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server)));
    start(server, tcp == null ? place.toString() : tcp);
    String where =
        address == null
            ? place.toString()
            : "http://" + hostOf(address) + ":" + server.port() + "/";
    spec.commandLine().getOut().println("s6j serve: " + where);
    spec.commandLine().getOut().flush();
    server.join();
    return 0;
  }

  private Set<String> names(@Nullable InetSocketAddress address) {
    Set<String> names = new LinkedHashSet<>();
    for (String host : hosts) names.add(host.toLowerCase(Locale.ROOT));
    if (address != null) {
      names.addAll(Set.of("localhost", "127.0.0.1", "[::1]"));
      names.add(hostOf(address));
    }
    return names;
  }

  private static void start(WebServer server, String place) throws Exception {
    try {
      server.start();
    } catch (IOException e) {
      throw new IOException("unable to listen at " + place + ": " + e.getMessage(), e);
    }
  }

  private static String hostOf(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static void end(WebServer server) {
    try {
      server.stop();
    } catch (Exception e) {
      System.err.println("s6j serve: warning: " + e.getMessage());
    }
  }

  private Path liveDirectory() {
    if (live != null) return live;
    String said = System.getenv("S6J_LIVE");
    return Path.of(said == null || said.isEmpty() ? "/run/s6-rc" : said);
  }

  private InetSocketAddress address(String text) throws IOException {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
    String port = text.substring(colon + 1);
    boolean isNumber = port.matches("[0-9]{1,5}") && Integer.parseInt(port) < 65536;
    if (!isNumber || host.isEmpty()) throw usage("--tcp: expected [ADDRESS:]PORT, not " + text);
    return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** What is in the file, made with a random word for its owner alone if it is not there. */
  static String token(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(random);
      String word = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, word + "\n", StandardOpenOption.WRITE);
      return word;
    }
    if (Files.size(file) > MOST_TOKEN) throw new IOException(file + ": too long for a token");
    String word = Files.readString(file).strip();
    if (word.length() < 16) throw new IOException(file + ": a token has 16 characters or more");
    return word;
  }
}
