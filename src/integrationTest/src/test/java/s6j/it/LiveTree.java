package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A live tree: {@code db} compiled from {@code src}, {@code live} on {@code scan}. */
final class LiveTree {
  final World world;
  final SourceTree source;
  final Process scanner;

  LiveTree(World world) throws IOException {
    this.world = world;
    source = new SourceTree(world.directory.resolve("src"));
    Files.createDirectories(world.directory.resolve("scan"));
    scanner = world.start("s6-svscan", "scan");
    Path fifo = world.directory.resolve("scan/.s6-svscan/control");
    world.await("the scanner", () -> Files.exists(fifo));
    world.await("its ear", () -> world.run("s6-svscanctl", "-a", "scan").code() == 0);
  }

  String path(String name) {
    return world.directory.resolve(name).toString();
  }

  /** A oneshot that writes {@code +NAME} and {@code -NAME} into log. */
  LiveTree oneshot(String name, String... needed) {
    source.write(name, "type", "oneshot\n");
    source.write(name, "up", "sh -c \"echo +" + name + " >>" + path("log") + "\"\n");
    source.write(name, "down", "sh -c \"echo -" + name + " >>" + path("log") + "\"\n");
    return needs(name, needed);
  }

  LiveTree longrun(String name, String body, String... needed) {
    source.write(name, "type", "longrun\n").write(name, "run", "#!/bin/sh\n" + body + "\n");
    return needs(name, needed);
  }

  LiveTree needs(String name, String... needed) {
    if (needed.length > 0) source.write(name, "dependencies", String.join("\n", needed) + "\n");
    return this;
  }

  LiveTree bundle(String name, List<String> contents) {
    source.write(name, "type", "bundle\n");
    source.write(name, "contents", String.join("\n", contents) + "\n");
    return this;
  }

  void compile(String database) {
    World.Answer answer = world.run("s6-rc-compile", path(database), path("src"));
    assertEquals(0, answer.code(), answer.err());
  }

  void boot() {
    compile("db");
    World.Answer answer =
        world.run("s6-rc-init", "-c", path("db"), "-l", path("live"), path("scan"));
    assertEquals(0, answer.code(), answer.err());
  }

  World.Answer rc(String... words) {
    List<String> line = new ArrayList<>(List.of("-l", path("live")));
    line.addAll(List.of(words));
    return world.run("s6-rc", line.toArray(String[]::new));
  }

  void good(String... words) {
    World.Answer answer = rc(words);
    assertEquals(0, answer.code(), answer.err());
  }

  void update(String database) {
    World.Answer answer = world.run("s6-rc-update", "-l", path("live"), path(database));
    assertEquals(0, answer.code(), answer.err());
  }

  List<String> up() {
    return rc("-a", "list").out().lines().toList();
  }

  List<String> log() {
    return world.read(world.directory.resolve("log")).lines().toList();
  }

  String pid(String service) {
    return world.status("live/servicedirs/" + service, "pid");
  }

  void end() {
    assertEquals(0, world.run("s6-svscanctl", "-t", "scan").code());
    assertEquals(0, world.awaitEnd(scanner));
  }
}
