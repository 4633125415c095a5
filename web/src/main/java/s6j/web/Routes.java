package s6j.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** What is answered to whom: the API of docs/web.md, and the page. */
final class Routes extends Handler.Abstract {
  private static final String SERVICES = "/api/services";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  private static final int MOST_LINES = 2000;
  private static final int USUAL_LINES = 200;

  /** An answer that takes a program or a disk, worked on outside of the threads of the server. */
  private interface Work {
    JsonElement done() throws IOException, Deeds.RefusedException;
  }

  private final WatchedTree tree;
  private final Details details;
  private final Deeds deeds;
  private final Access access;
  private final Streams streams;
  private final ThreadPoolExecutor workers;
  private final Map<String, Asset> assets;

  Routes(
      WatchedTree tree,
      Details details,
      Deeds deeds,
      Access access,
      Streams streams,
      ThreadPoolExecutor workers)
      throws IOException {
    this.tree = tree;
    this.details = details;
    this.deeds = deeds;
    this.access = access;
    this.streams = streams;
    this.workers = workers;
    assets = Asset.all();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("Content-Security-Policy", POLICY);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("Referrer-Policy", "no-referrer");
    response.getHeaders().put("Cross-Origin-Resource-Policy", "same-origin");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    if (!access.isOwnHost(request))
      refuse(response, callback, HttpStatus.MISDIRECTED_REQUEST_421, "not asked by its own name");
    else if (hasBody(request))
      refuse(response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413, "no request has a body");
    else route(request, response, callback);
    return true;
  }

  /** What is not read is not kept either: the connection is closed behind it. */
  private static boolean hasBody(Request request) {
    return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
  }

  private void route(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getCanonicalPath();
    String method = request.getMethod();
    boolean isRead = method.equals("GET") || method.equals("HEAD");
    Asset asset = assets.get(path);
    if (method.equals("POST")) post(path, request, response, callback);
    else if (!isRead) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST");
      refuse(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "no such method");
    } else if (asset != null) send(response, callback, asset.type(), asset.bytes().duplicate());
    else get(path, request, response, callback);
  }

  private void get(String path, Request request, Response response, Callback callback) {
    switch (path) {
      case SERVICES -> json(response, callback, 200, services(request));
      case "/api/events" -> streams.openEvents(response, callback);
      case "/api/times" -> work(response, callback, details::times);
      case "/api/timers" -> work(response, callback, details::timers);
      case "/api/graph" -> graph(response, callback);
      default -> getOfService(path, request, response, callback);
    }
  }

  private JsonObject services(Request request) {
    JsonObject json = tree.json();
    json.addProperty("writable", access.mayWrite(request));
    return json;
  }

  private @Nullable ServiceRow row(String[] words) {
    boolean isOfService = words.length == 4 || words.length == 5;
    return isOfService && words[2].equals("services") && words[1].equals("api")
        ? tree.row(words[3])
        : null;
  }

  private void getOfService(String path, Request request, Response response, Callback callback) {
    String[] words = path.split("/", -1);
    ServiceRow row = row(words);
    if (row == null) {
      notFound(response, callback);
      return;
    }
    switch (words.length == 4 ? "" : words[4]) {
      case "" -> json(response, callback, 200, row.json());
      case "why" -> work(response, callback, () -> details.why(row));
      case "history" -> work(response, callback, () -> details.history(row));
      case "log" -> work(response, callback, () -> details.log(row, lines(request)));
      case "log-events" -> openLog(row, response, callback);
      default -> notFound(response, callback);
    }
  }

  private static int lines(Request request) {
    Fields query = Request.extractQueryParameters(request);
    String lines = query.getValue("lines");
    if (lines == null || !lines.matches("[0-9]{1,4}")) return USUAL_LINES;
    return Math.min(MOST_LINES, Integer.parseInt(lines));
  }

  private void openLog(ServiceRow row, Response response, Callback callback) {
    later(
        response,
        callback,
        () -> {
          var directory = details.logDirectory(row);
          if (directory.isEmpty()) notFound(response, callback);
          else streams.openLog(directory.get(), response, callback);
        });
  }

  private void graph(Response response, Callback callback) {
    later(
        response,
        callback,
        () -> {
          String drawing = details.graph();
          if (drawing == null) notFound(response, callback);
          else send(response, callback, "image/svg+xml", StandardCharsets.UTF_8.encode(drawing));
        });
  }

  private void post(String path, Request request, Response response, Callback callback) {
    if (access.isForeign(request)) {
      refuse(response, callback, HttpStatus.FORBIDDEN_403, "sent by a page of another origin");
      return;
    }
    if (!access.mayWrite(request)) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      refuse(response, callback, HttpStatus.UNAUTHORIZED_401, "changes need the token");
      return;
    }
    String[] words = path.split("/", -1);
    ServiceRow row = row(words);
    Deeds.Deed deed = words.length == 5 ? deed(words[4]) : null;
    if (row == null || deed == null) {
      notFound(response, callback);
      return;
    }
    work(
        response,
        callback,
        () -> {
          deeds.perform(row, deed);
          JsonObject done = new JsonObject();
          done.addProperty("done", deed.name().toLowerCase(Locale.ROOT));
          return done;
        });
  }

  private static Deeds.@Nullable Deed deed(String word) {
    for (Deeds.Deed one : Deeds.Deed.values())
      if (word.equals(one.name().toLowerCase(Locale.ROOT))) return one;
    return null;
  }

  private void work(Response response, Callback callback, Work work) {
    later(response, callback, () -> json(response, callback, 200, work.done()));
  }

  private interface Task {
    void run() throws IOException, Deeds.RefusedException;
  }

  private void later(Response response, Callback callback, Task task) {
    try {
      workers.execute(
          () -> {
            try {
              task.run();
            } catch (Deeds.RefusedException e) {
              refuse(response, callback, HttpStatus.CONFLICT_409, String.valueOf(e.getMessage()));
            } catch (IOException | RuntimeException e) {
              refuse(
                  response, callback, HttpStatus.BAD_GATEWAY_502, String.valueOf(e.getMessage()));
            }
          });
    } catch (RejectedExecutionException full) {
      refuse(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "too many requests at a time");
    }
  }

  private static void notFound(Response response, Callback callback) {
    refuse(response, callback, HttpStatus.NOT_FOUND_404, "there is no such thing");
  }

  static void refuse(Response response, Callback callback, int status, String why) {
    JsonObject json = new JsonObject();
    json.addProperty("error", ServiceText.shown(why));
    if (status == HttpStatus.PAYLOAD_TOO_LARGE_413)
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    json(response, callback, status, json);
  }

  private static void json(Response response, Callback callback, int status, JsonElement json) {
    response.setStatus(status);
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(json.toString());
    send(response, callback, "application/json", bytes);
  }

  private static void send(Response response, Callback callback, String type, ByteBuffer bytes) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.remaining());
    response.write(true, bytes, callback);
  }

  /** Events of rows that have changed or gone. */
  static String events(WatchedTree tree, Set<String> ids) {
    StringBuilder text = new StringBuilder();
    for (String id : ids) {
      if (id.isEmpty()) {
        text.append(":\n\n");
        continue;
      }
      ServiceRow row = tree.row(id);
      if (row == null) text.append("event: gone\ndata: {\"id\":\"").append(id).append("\"}\n\n");
      else text.append("event: service\ndata: ").append(row.json()).append("\n\n");
    }
    return text.toString();
  }
}
