package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** s6j serve on a real tree, by its API and in a browser. */
class WebIT {
  private static final Path PICTURES = Suite.ROOT.resolve("src/integrationTest/target/web");
  private static final String EVIL = "<img src=x onerror=document.title='evil'>";
  private static final String TAB = "\ue004";
  private static final String ENTER = "\ue007";

  private World world;
  private LiveTree tree;
  private String address;

  @BeforeEach
  void start() throws IOException {
    assumeTrue(Suite.NATIVE.isInstalled(), "seconds natively, minutes on the JVM");
    world = new World(Suite.NATIVE);
    tree = new LiveTree(world);
    tree.oneshot("net").longrun("web", "exec sleep 1000", "net");
    tree.bundle("default", List.of("web")).bundle("tag.site", List.of("web"));
    world.service("scan/talks", "n=0; while :; do n=$((n+1)); echo line $n; sleep 0.2; done");
    world.service("scan/talks/log", "exec s6-log t ./main");
    world.shell("mkdir \"scan/" + EVIL + "\" && cp scan/talks/run \"scan/" + EVIL + "\"");
    world.shell("d=scan/$(printf 'q\"\\377'); mkdir \"$d\"; cp scan/talks/run \"$d\"");
    tree.boot();
    world.run("s6-svscanctl", "-a", "scan");
    tree.good("change", "default");
    world.awaitStatus("scan/talks", "up", "true");
    int port = Browser.freePort();
    String line = "exec s6j serve -s scan -l live --token-file token --tcp " + port;
    world.startCommand(List.of("/bin/sh", "-c", line));
    address = "http://127.0.0.1:" + port + "/";
    world.await("the server", () -> world.read(world.out()).contains("s6j serve: " + address));
  }

  @AfterEach
  void stop() {
    if (world != null) world.close();
  }

  private String token() {
    return world.read(world.directory.resolve("token")).strip();
  }

  private static String id(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String ask(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Authorization", "Bearer " + token())
            .build();
    try {
      return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      return e.toString();
    }
  }

  private void awaitState(String name, String state) {
    String path = "api/services/" + id(name);
    world.await(name, () -> ask("GET", path).contains("\"state\":\"" + state + "\""));
  }

  @Test
  void whatIsAskedForIsDone() {
    awaitState("net", "done");
    awaitState("web", "up");
    assertTrue(ask("GET", "api/services/" + id("web")).contains("\"tags\":[\"site\"]"));
    assertEquals("{\"done\":\"stop\"}", ask("POST", "api/services/" + id("web") + "/stop"));
    assertEquals("false", world.status("live/servicedirs/web", "up"));
    awaitState("web", "down");
    assertEquals("{\"done\":\"start\"}", ask("POST", "api/services/" + id("web") + "/start"));
    awaitState("web", "up");
    String odd = "api/services/" + id("q\"\u00ff");
    assertTrue(ask("GET", odd).contains("\"name\":\"q\\\"\\\\xff\""), ask("GET", odd));
    assertEquals("{\"done\":\"stop\"}", ask("POST", odd + "/stop"));
    awaitState("q\"\u00ff", "down");
    assertTrue(ask("GET", odd + "/history").contains("\"signal\":15"));
    assertTrue(ask("GET", "api/services/" + id("talks") + "/log").contains("\"text\":\"line 1\""));
    assertTrue(ask("GET", "api/services/" + id("web") + "/why").contains("web is up"));
    assertTrue(ask("GET", "api/times").contains("\"criticalPath\""));
    assertTrue(ask("GET", "api/graph").contains("<svg"), ask("GET", "api/graph"));
    assertEquals("[]", ask("GET", "api/timers"));
    world.shell("rm scan/talks/run; mv scan/talks gone; s6-svscanctl -an scan");
    world.await("gone", () -> ask("GET", "api/services/" + id("talks")).contains("error"));
  }

  @Test
  void aBrowserShowsIt() throws IOException {
    String missing = Browser.missing();
    assumeTrue(missing.isEmpty(), missing);
    try (Browser browser = Browser.open(world)) {
      browser.size(1000, 620);
      browser.go(address);
      browser.await(
          world,
          "return document.querySelectorAll('#rows tr').length",
          n -> Integer.parseInt(n) >= 8);
      String names =
          browser.js(
              "return [...document.querySelectorAll('#rows th')].map(x => x.textContent).join('|')");
      assertTrue(names.contains(EVIL) && names.contains("q\"\\xff"), names);
      assertTrue(browser.js("return document.title").startsWith("Services in "));
      showsWhatHappens(browser);
      fitsAnyScreen(browser);
      servesKeyboardsAndReaders(browser);
      changesAfterTheToken(browser);
      drawsAndTells(browser);
      String complaints = browser.complaints();
      assertFalse(complaints.contains("Content Security Policy"), complaints);
      assertFalse(complaints.contains("Uncaught"), complaints);
    }
  }

  private static String state(String name) {
    return "return [...document.querySelectorAll('#rows tr')].filter(x => x.children[0].textContent === '"
        + name
        + "')[0].children[1].textContent";
  }

  private void showsWhatHappens(Browser browser) throws IOException {
    browser.await(world, state("talks"), "up"::equals);
    world.run("s6-svc", "-d", "scan/talks");
    browser.await(world, state("talks"), "down"::equals);
    world.run("s6-svc", "-u", "scan/talks");
    browser.await(world, state("talks"), "up"::equals);
    browser.screenshot(PICTURES.resolve("services.png"));
  }

  private void fitsAnyScreen(Browser browser) throws IOException {
    browser.size(360, 640);
    browser.scheme("dark");
    String width = browser.js("return document.documentElement.scrollWidth");
    assertTrue(Integer.parseInt(width) <= 360, width);
    assertEquals(
        "rgb(13, 17, 23)", browser.js("return getComputedStyle(document.body).backgroundColor"));
    browser.screenshot(PICTURES.resolve("small-dark.png"));
    browser.scheme("light");
    browser.size(1000, 620);
  }

  private void servesKeyboardsAndReaders(Browser browser) throws IOException {
    String unnamed =
        "return [...document.querySelectorAll('button, input, a')].filter(x => !(x.textContent.trim()"
            + " || x.labels && x.labels.length || x.getAttribute('aria-label'))).length";
    assertEquals("0", browser.js(unnamed));
    assertEquals(
        "0",
        browser.js("return [...document.querySelectorAll('th')].filter(x => !x.scope).length"));
    assertEquals("en", browser.js("return document.documentElement.lang"));
    assertEquals("1", browser.js("return document.querySelectorAll('main').length"));
    browser.js("document.activeElement.blur(); window.scrollTo(0, 0)");
    browser.type(TAB);
    assertEquals("skip", browser.js("return document.activeElement.className"));
    browser.js("document.getElementById('filter').focus()");
    browser.type("talks up");
    browser.await(
        world,
        "return [...document.querySelectorAll('#rows tr')].filter(x => !x.hidden).length",
        "2"::equals);
    browser.type(TAB + TAB + ENTER);
    browser.await(
        world, "return document.getElementById('head-service').textContent", "talks"::equals);
    browser.await(world, "return document.activeElement.id", "head-service"::equals);
    browser.await(
        world, "return document.getElementById('log').textContent", x -> x.contains("line 2"));
    String last = browser.js("return document.getElementById('log').textContent");
    browser.await(
        world,
        "return document.getElementById('log').textContent",
        x -> x.length() > last.length() + 40);
    assertTrue(
        browser.js("return document.getElementById('why').textContent").contains("talks is up"));
    browser.screenshot(PICTURES.resolve("service.png"));
  }

  private void changesAfterTheToken(Browser browser) throws IOException {
    assertEquals("true", browser.js("return document.querySelector('[data-deed=stop]').disabled"));
    browser.click("#unlock");
    browser.type("not the token" + ENTER);
    browser.await(
        world,
        "return document.getElementById('message').textContent",
        "This is not the token."::equals);
    browser.click("#unlock");
    browser.type(token() + ENTER);
    browser.await(
        world, "return document.querySelector('[data-deed=stop]').disabled", "false"::equals);
    browser.click("[data-deed=stop]");
    world.awaitStatus("scan/talks", "up", "false");
    browser.await(
        world, "return document.getElementById('about').textContent", x -> x.startsWith("down"));
  }

  private void drawsAndTells(Browser browser) throws IOException {
    browser.js("location.hash = '#graph'");
    String colours =
        "return [...document.querySelectorAll('#drawing g.s')].map(x => x.getAttribute('class')).join('|')";
    browser.await(world, colours, x -> x.equals("s is-good|s is-good"));
    browser.screenshot(PICTURES.resolve("graph.png"));
    browser.js("location.hash = '#start'");
    browser.await(
        world,
        "return document.querySelectorAll('#line tr').length",
        n -> Integer.parseInt(n) >= 2);
    browser.screenshot(PICTURES.resolve("start.png"));
    browser.js("location.hash = '#timers'");
    browser.await(world, "return document.getElementById('no-timers').hidden", "false"::equals);
  }

  @Test
  void itEndsAndLeavesNoSocket() {
    Process server = world.startCommand(List.of("/bin/sh", "-c", "exec s6j serve -s scan"));
    Path socket = world.directory.resolve("scan/.s6-svscan/web");
    world.await("it listens", () -> Files.exists(socket));
    world.signal("TERM", server.pid());
    world.awaitEnd(server);
    world.await("no socket", () -> !Files.exists(socket));
    assertEquals(111, world.shell("s6j serve -s none").code());
    assertEquals(100, world.shell("s6j serve -s scan --tcp none").code());
  }
}
