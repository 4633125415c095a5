package s6j.web;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The server: a handful of threads, however many services and streams there are. */
final class WebServer {
  private static final int THREADS = 6;
  private static final int WORKERS = 2;
  private static final int WAITING = 64;
  private static final int LONGEST_HEAD = 8192;
  private static final int IDLE_MILLIS = 60_000;

  /**
   * Where and for whom.
   *
   * @param socket a Unix socket, or null for TCP
   */
  record Settings(
      Path scandir,
      Path live,
      @Nullable Path socket,
      int socketMode,
      @Nullable InetSocketAddress address,
      Set<String> hosts,
      @Nullable String token) {}

  private final Server server;
  private final AbstractConnector connector;
  private final ScheduledExecutorService clock;
  private final ThreadPoolExecutor workers;
  private final Settings settings;

  WebServer(Settings settings) throws IOException {
    this.settings = settings;
    server = new Server(threads());
    connector = connector(protocol());
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    clock = Executors.newSingleThreadScheduledExecutor(WebServer::daemon);
    workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(WAITING),
            WebServer::daemon);
    Suite suite = new Suite();
    WatchedTree tree = new WatchedTree(settings.scandir(), settings.live(), suite);
    Details details = new Details(tree, suite, settings.scandir(), settings.live());
    Deeds deeds = new Deeds(suite, settings.live());
    Access access = new Access(settings.token(), settings.hosts(), settings.socket() != null);
    Streams streams = new Streams(tree, clock);
    // What Jetty refuses by itself is told as briefly as what we refuse.
    server.setErrorHandler(
        (request, response, callback) -> {
          int status = response.getStatus();
          Routes.refuse(response, callback, status, HttpStatus.getMessage(status));
          return true;
        });
    server.setHandler(new Routes(tree, details, deeds, access, streams, workers));
    tree.start();
  }

  private static QueuedThreadPool threads() {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
    threads.setReservedThreads(0);
    threads.setDaemon(true);
    return threads;
  }

  private static HttpConnectionFactory protocol() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(LONGEST_HEAD);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setOutputBufferSize(LONGEST_HEAD);
    HttpConnectionFactory factory = new HttpConnectionFactory(http);
    factory.setInputBufferSize(2048);
    return factory;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "worker");
    thread.setDaemon(true);
    return thread;
  }

  private AbstractConnector connector(HttpConnectionFactory factory) throws IOException {
    if (settings.socket() == null) {
      ServerConnector tcp = new ServerConnector(server, 1, 1, factory);
      InetSocketAddress address = settings.address();
      if (address == null) throw new IOException("neither a socket nor an address to listen at");
      tcp.setHost(address.getAddress().getHostAddress());
      tcp.setPort(address.getPort());
      return tcp;
    }
    UnixDomainServerConnector unix = new UnixDomainServerConnector(server, 1, 1, factory);
    removeOld(settings.socket());
    unix.setUnixDomainPath(settings.socket());
    return unix;
  }

  /** What a server left that was killed; nothing else is taken away. */
  private static void removeOld(Path socket) throws IOException {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) return;
    BasicFileAttributes found =
        Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!found.isOther()) throw new IOException(socket + ": is there, and no socket");
    Files.delete(socket);
  }

  /** Listens from now on. */
  void start() throws Exception {
    server.start();
    if (settings.socket() == null) return;
    StringBuilder mode = new StringBuilder();
    for (int bit = 8; bit >= 0; bit--)
      mode.append((settings.socketMode() >> bit & 1) == 1 ? "rwx".charAt(2 - bit % 3) : '-');
    Files.setPosixFilePermissions(
        settings.socket(), PosixFilePermissions.fromString(mode.toString()));
  }

  /** The port of TCP. */
  int port() {
    return connector instanceof ServerConnector tcp ? tcp.getLocalPort() : -1;
  }

  void join() throws InterruptedException {
    server.join();
  }

  void stop() throws Exception {
    clock.shutdownNow();
    workers.shutdownNow();
    server.stop();
    if (settings.socket() != null) Files.deleteIfExists(settings.socket());
  }
}
