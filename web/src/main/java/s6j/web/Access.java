package s6j.web;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Who may ask, and who may change something. */
final class Access {
  private static final String BEARER = "Bearer ";

  /** Headers that browsers and proxies send: the peer of the socket is not who asks then. */
  private static final Set<String> OF_OTHERS =
      Set.of("origin", "forwarded", "x-forwarded-for", "via", "x-real-ip", "sec-fetch-site");

  private final byte @Nullable [] token;
  private final Set<String> hosts;
  private final boolean isLocalSocket;
  private final String self;

  /**
   * {@code hosts} are the names, in small letters and without ports, that the server is asked by;
   * on a Unix socket any if there are none.
   */
  Access(@Nullable String token, Set<String> hosts, boolean isLocalSocket) throws IOException {
    this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
    this.hosts = hosts;
    this.isLocalSocket = isLocalSocket;
    self = Files.getOwner(Path.of("/proc/self")).getName();
  }

  /** Whether it is asked by a name of its own: a page elsewhere may have its name lead here. */
  boolean isOwnHost(Request request) {
    if (isLocalSocket && hosts.isEmpty()) return true;
    String host = request.getHttpURI().getHost();
    return host != null && hosts.contains(host.toLowerCase(java.util.Locale.ROOT));
  }

  /** Whether a page of another origin has sent it. */
  boolean isForeign(Request request) {
    HttpFields headers = request.getHeaders();
    String site = headers.get("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) return true;
    String origin = headers.get(HttpHeader.ORIGIN);
    if (origin == null) return false;
    String host = headers.get(HttpHeader.HOST);
    return host == null || !origin.equals("http://" + host) && !origin.equals("https://" + host);
  }

  /** Whether the request may change something. */
  boolean mayWrite(Request request) {
    String said = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (said != null) return said.startsWith(BEARER) && isToken(said.substring(BEARER.length()));
    return isLocalSocket && !isOfOthers(request) && isOwnPeer(request);
  }

  private boolean isToken(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    return token != null && MessageDigest.isEqual(token, bytes);
  }

  private static boolean isOfOthers(Request request) {
    for (HttpField field : request.getHeaders())
      if (OF_OTHERS.contains(field.getLowerCaseName())) return true;
    return false;
  }

  /** Whether the other end of the socket is a process of this user or of root. */
  private boolean isOwnPeer(Request request) {
    Object transport = request.getConnectionMetaData().getConnection().getEndPoint().getTransport();
    if (!(transport instanceof SocketChannel channel)) return false;
    try {
      String peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
      return peer.equals(self) || peer.equals("root");
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }
}
