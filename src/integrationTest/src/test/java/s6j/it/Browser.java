package s6j.it;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Chromium without a screen, driven by chromedriver as the WebDriver of the W3C says. */
final class Browser implements AutoCloseable {
  private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
  private static final String CAPABILITIES =
      "{'capabilities':{'alwaysMatch':{'browserName':'chrome','goog:loggingPrefs':{'browser':'ALL'},"
          + "'goog:chromeOptions':{'args':['--headless=new','--no-sandbox','--disable-gpu',"
          + "'--disable-dev-shm-usage','--user-data-dir=%s']}}}}";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process driver;
  private final String address;
  private String session = "";

  private Browser(Process driver, String address) {
    this.driver = driver;
    this.address = address;
  }

  /** Why there can be no browser here, or an empty string. */
  static String missing() {
    for (String name : List.of("chromedriver", "chromium"))
      if (Stream.of(System.getenv("PATH").split(":"))
          .noneMatch(part -> Files.isExecutable(Path.of(part, name))))
        return name + " is not installed (Debian: chromium, chromium-driver)";
    return "";
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static Browser open(World world) throws IOException {
    int port = freePort();
    Process driver = world.startCommand(List.of("chromedriver", "--port=" + port));
    Browser browser = new Browser(driver, "http://127.0.0.1:" + port);
    world.await("the driver", () -> browser.isReady());
    String profile = world.directory.resolve("profile").toString();
    JsonElement made = browser.call("POST", "/session", CAPABILITIES.formatted(profile));
    browser.session = "/session/" + made.getAsJsonObject().get("sessionId").getAsString();
    return browser;
  }

  private boolean isReady() {
    try {
      return call("GET", "/status", "").getAsJsonObject().get("ready").getAsBoolean();
    } catch (IOException notYet) {
      return false;
    }
  }

  private JsonElement call(String method, String path, String json) throws IOException {
    HttpRequest.BodyPublisher body =
        json.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(json.replace('\'', '"'));
    return send(method, path, body);
  }

  private JsonElement send(String method, String path, HttpRequest.BodyPublisher body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path)).method(method, body).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) throw new IOException(answer.body());
      return JsonParser.parseString(answer.body()).getAsJsonObject().get("value");
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private JsonElement send(String path, JsonObject json) throws IOException {
    return send("POST", session + path, HttpRequest.BodyPublishers.ofString(json.toString()));
  }

  void go(String url) throws IOException {
    call("POST", session + "/url", "{'url':'" + url + "'}");
  }

  /** What a script answers, as text. */
  String js(String script) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("script", script);
    json.add("args", new com.google.gson.JsonArray());
    JsonElement value = send("/execute/sync", json);
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }

  /** Waits until a script answers what is wanted. */
  void await(World world, String script, Predicate<String> isWanted) {
    world.await(
        script,
        () -> {
          try {
            return isWanted.test(js(script));
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** Keys as a person types them: tab is U+E004, enter U+E007. */
  void type(String keys) throws IOException {
    StringBuilder actions = new StringBuilder();
    keys.codePoints()
        .forEach(
            key -> {
              String value = "'value':'" + Character.toString(key) + "'";
              actions.append(actions.length() == 0 ? "" : ",");
              actions.append("{'type':'keyDown',").append(value).append("},");
              actions.append("{'type':'keyUp',").append(value).append("}");
            });
    call(
        "POST",
        session + "/actions",
        "{'actions':[{'type':'key','id':'k','actions':[" + actions + "]}]}");
  }

  void click(String selector) throws IOException {
    JsonElement found =
        call("POST", session + "/element", "{'using':'css selector','value':'" + selector + "'}");
    String id = found.getAsJsonObject().get(ELEMENT).getAsString();
    call("POST", session + "/element/" + id + "/click", "{}");
  }

  void size(int width, int height) throws IOException {
    call(
        "POST",
        session + "/goog/cdp/execute",
        "{'cmd':'Emulation.setDeviceMetricsOverride','params':{'width':"
            + width
            + ",'height':"
            + height
            + ",'deviceScaleFactor':1,'mobile':false}}");
  }

  void scheme(String name) throws IOException {
    call(
        "POST",
        session + "/goog/cdp/execute",
        "{'cmd':'Emulation.setEmulatedMedia','params':{'features':"
            + "[{'name':'prefers-color-scheme','value':'"
            + name
            + "'}]}}");
  }

  void screenshot(Path file) throws IOException {
    String picture = call("GET", session + "/screenshot", "").getAsString();
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(picture));
  }

  /** What the browser complained of, such as what the page's policy forbids. */
  String complaints() throws IOException {
    return call("POST", session + "/se/log", "{'type':'browser'}").toString();
  }

  @Override
  public void close() throws IOException {
    call("DELETE", session, "");
    driver.destroy();
  }
}
