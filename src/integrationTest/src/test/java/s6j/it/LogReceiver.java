package s6j.it;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Receives what s6-logship sends, of whatever protocol, and can be killed and come back. */
final class LogReceiver implements AutoCloseable {
  private static final int MOST_TRIES = 1000;

  private static final Pattern MESSAGE =
      Pattern.compile(
          "<\\d+>1 (\\S+) \\S+ (\\S+) - - \\[line@32473 id=\"(\\S+)\"[^]]*] (.*)", Pattern.DOTALL);

  /** A line: its text, and the time it came with. */
  record Line(String text, String time) {}

  /** By its id; of Loki, which has none, by time and text. */
  final Map<String, Line> lines = new ConcurrentHashMap<>();

  /** What was not as it should be. */
  final List<String> complaints = new ArrayList<>();

  private final String protocol;
  private final List<SocketChannel> open = new ArrayList<>();
  private final Path path;
  private int port;
  private ServerSocketChannel server;

  /** On a Unix socket, or where that is null on a port of the loopback. */
  LogReceiver(String protocol, Path path) {
    this.protocol = protocol;
    this.path = path;
    comeBack();
  }

  int port() {
    return port;
  }

  boolean hasText(String text) {
    return lines.values().stream().anyMatch(line -> line.text().equals(text));
  }

  /** Somebody else's connection may have the port for a moment. */
  void comeBack() {
    for (int i = 0; i < MOST_TRIES && !listens(); i++) World.pause();
  }

  private boolean listens() {
    try {
      if (path != null) Files.deleteIfExists(path);
      server =
          path == null
              ? ServerSocketChannel.open()
              : ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      SocketAddress address =
          path == null
              ? new InetSocketAddress("127.0.0.1", port)
              : UnixDomainSocketAddress.of(path);
      server.bind(address);
      if (path == null) port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    } catch (BindException taken) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ServerSocketChannel own = server;
    Thread thread = new Thread(() -> serve(own), "receiver");
    thread.setDaemon(true);
    thread.start();
    return true;
  }

  /** As a kill does: what was not read is reset. */
  void goAway() {
    try {
      server.close();
      synchronized (open) {
        for (SocketChannel one : open) {
          if (path == null && one.isOpen()) one.setOption(StandardSocketOptions.SO_LINGER, 0);
          one.close();
        }
        open.clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    goAway();
  }

  private void serve(ServerSocketChannel own) {
    while (own.isOpen())
      try {
        SocketChannel connection = own.accept();
        synchronized (open) {
          open.add(connection);
        }
        new Thread(() -> take(connection), "connection").start();
      } catch (IOException closed) {
        // It is away, or the system had none for it.
      }
  }

  private void take(SocketChannel connection) {
    try (connection;
        InputStream in = new BufferedInputStream(Channels.newInputStream(connection))) {
      switch (protocol) {
        case "syslog" -> takeMessages(in);
        case "gelf" -> takeObjects(in);
        default -> takeRequest(in, connection);
      }
    } catch (IOException reset) {
      // What was not whole is not kept.
    } catch (RuntimeException wrong) {
      synchronized (complaints) {
        complaints.add(wrong.toString());
      }
    }
  }

  private void keep(String id, Line line) {
    Line before = lines.putIfAbsent(id, line);
    if (before != null && !before.equals(line))
      throw new IllegalStateException(id + " is " + before + " and " + line);
  }

  /** Up to a byte, without it; null at the end. */
  private static byte[] upTo(InputStream in, int wanted) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b != wanted; b = in.read()) {
      if (b < 0) return null;
      bytes.write(b);
    }
    return bytes.toByteArray();
  }

  private void takeMessages(InputStream in) throws IOException {
    for (byte[] length = upTo(in, ' '); length != null; length = upTo(in, ' ')) {
      int wanted = Integer.parseInt(new String(length, StandardCharsets.US_ASCII));
      byte[] message = in.readNBytes(wanted);
      if (message.length < wanted) return;
      Matcher parts = MESSAGE.matcher(new String(message, StandardCharsets.UTF_8));
      if (!parts.matches()) throw new IllegalStateException("no message of RFC 5424");
      keep(parts.group(3), new Line(parts.group(4), parts.group(1)));
    }
  }

  private void takeObjects(InputStream in) throws IOException {
    for (byte[] text = upTo(in, 0); text != null; text = upTo(in, 0)) {
      JsonObject object = json(text);
      if (!object.get("version").getAsString().equals("1.1"))
        throw new IllegalStateException("version");
      keep(
          object.get("_line_id").getAsString(),
          new Line(
              object.get("short_message").getAsString(), object.get("timestamp").getAsString()));
    }
  }

  private static JsonObject json(byte[] text) {
    return JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
  }

  private void takeRequest(InputStream in, SocketChannel connection) throws IOException {
    int length = -1;
    String target = "";
    byte[] head = upTo(in, '\n');
    for (; head != null && head.length > 1; head = upTo(in, '\n')) {
      String line = new String(head, StandardCharsets.UTF_8).strip();
      if (target.isEmpty()) target = line;
      if (line.startsWith("Content-Length: ")) length = Integer.parseInt(line.substring(16));
    }
    if (head == null) return;
    byte[] body = in.readNBytes(length);
    if (body.length < length) return;
    if (protocol.equals("loki")) takeStreams(target, json(body));
    else takeRecords(target, json(body));
    String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}";
    connection.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
  }

  private void takeStreams(String target, JsonObject body) {
    if (!target.equals("POST /loki/api/v1/push HTTP/1.1")) throw new IllegalStateException(target);
    for (JsonElement stream : body.getAsJsonArray("streams"))
      for (JsonElement one : stream.getAsJsonObject().getAsJsonArray("values")) {
        String time = one.getAsJsonArray().get(0).getAsString();
        String text = one.getAsJsonArray().get(1).getAsString();
        keep(time + " " + text, new Line(text, time));
      }
  }

  private void takeRecords(String target, JsonObject body) {
    if (!target.equals("POST /v1/logs HTTP/1.1")) throw new IllegalStateException(target);
    JsonObject resource = body.getAsJsonArray("resourceLogs").get(0).getAsJsonObject();
    JsonObject scope = resource.getAsJsonArray("scopeLogs").get(0).getAsJsonObject();
    for (JsonElement one : scope.getAsJsonArray("logRecords")) {
      JsonObject record = one.getAsJsonObject();
      JsonObject id = record.getAsJsonArray("attributes").get(0).getAsJsonObject();
      keep(
          value(id.get("value")),
          new Line(value(record.get("body")), record.get("timeUnixNano").getAsString()));
    }
  }

  private static String value(JsonElement any) {
    return any.getAsJsonObject().get("stringValue").getAsString();
  }
}
