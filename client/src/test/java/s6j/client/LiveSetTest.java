package s6j.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.client.system.ByteNames;
import s6j.formats.RcDatabase;

/** A live directory as a client reads it: app needs web and mount, web needs mount. */
class LiveSetTest {
  private static final String[] NAMES = {"app", "web", "mo\udcffunt"};
  private static final int[][] NEEDS = {{1, 2}, {2}, {}};

  @TempDir Path directory;
  private Path live;
  private LiveSet set;

  @BeforeEach
  void makeLive() throws IOException {
    live = directory.resolve("live");
    Files.createDirectories(live.resolve("servicedirs"));
    Files.createDirectory(live.resolve("compiled"));
    RcDatabase database = database();
    Files.write(live.resolve("compiled/n"), database.sizes());
    Files.write(live.resolve("compiled/db"), database.encode().copy());
    states(0, 0, 0);
    set = LiveSet.at(live);
  }

  private static RcDatabase database() {
    RcDatabase database = new RcDatabase(2, 1);
    StringBuilder strings = new StringBuilder();
    for (int i = 0; i < NAMES.length; i++) {
      database.name[i] = strings.length();
      byte[] name = ByteNames.bytes(NAMES[i]);
      strings.append(new String(name, StandardCharsets.ISO_8859_1)).append('\0');
    }
    database.strings = strings.toString().getBytes(StandardCharsets.ISO_8859_1);
    database.stringLength = database.strings.length;
    database.needs = new int[] {1, 2, 2};
    database.neededBy = new int[] {0, 0, 1};
    database.producers = new int[0];
    for (int i = 0, at = 0; i < NAMES.length; at += NEEDS[i++].length) {
      database.needsStart[i] = at;
      database.needsCount[i] = NEEDS[i].length;
    }
    database.neededByStart[1] = 0;
    database.neededByCount[1] = 1;
    database.neededByStart[2] = 1;
    database.neededByCount[2] = 2;
    database.consumer[0] = 2;
    database.consumer[1] = 2;
    for (int script = 0; script < 3; script++)
      database.firstArgument[script][0] = database.stringLength;
    return database;
  }

  private void states(int... states) throws IOException {
    byte[] bytes = new byte[states.length];
    for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) states[i];
    Files.write(live.resolve("state"), bytes);
  }

  @Test
  void theServicesOfTheDatabaseAndTheirStates() throws IOException {
    states(0, 1, 3);
    assertEquals(
        List.of(
            new LiveService(
                "app", LiveService.Kind.LONGRUN, false, false, List.of("web", NAMES[2])),
            new LiveService("web", LiveService.Kind.LONGRUN, true, false, List.of(NAMES[2])),
            new LiveService(NAMES[2], LiveService.Kind.ONESHOT, true, true, List.of())),
        set.services());
    assertEquals(live.resolve("servicedirs/web"), set.longrun("web").path());
    SupervisionException told =
        assertThrows(SupervisionException.class, () -> set.service("nobody"));
    assertTrue(told.getMessage().contains("knows no service 'nobody'"), told.getMessage());
    assertThrows(SupervisionException.class, () -> set.longrun(NAMES[2]));
  }

  @Test
  void whyGoesToTheRoot() throws IOException {
    assertEquals(NAMES[2], set.why("app").root());
    assertEquals(
        "app is not up: it needs " + NAMES[2] + ", which has not been started",
        set.why("app").toString());
    states(0, 0, 3);
    assertEquals("app is not up: it needs web, which has no supervisor", set.why("app").reason());
    try (PlayedService web = new PlayedService(live.resolve("servicedirs/web"));
        PlayedService app = new PlayedService(live.resolve("servicedirs/app"))) {
      assertTrue(set.why("web").reason().endsWith("it never ran; nobody asked for it"));
      web.comesUp(12);
      assertTrue(set.why("web").reason().contains("runs as pid 12"), set.why("web").reason());
      states(0, 1, 3);
      assertTrue(set.why("web").isFine());
      web.ends(9);
      assertTrue(set.why("app").reason().contains(" s, killed by signal 9, and is being"));
      web.comesUp(13);
      Files.createFile(live.resolve("servicedirs/web/notification-fd"));
      assertTrue(set.why("app").reason().endsWith(" s and has not notified readiness"));
      web.getsReady();
      app.comesUp(14);
      app.ends(7 << 8);
      assertTrue(set.why("app").reason().contains(" s, exit code 7"), set.why("app").reason());
      assertEquals("app", set.why("app").root());
    }
  }

  @Test
  void whatIsNoLiveDirectoryIsToldOf() throws IOException {
    Path none = directory.resolve("none");
    NotSupervisedException told =
        assertThrows(NotSupervisedException.class, LiveSet.at(none)::services);
    assertEquals(none + ": is not there, expected a live directory of s6-rc", told.getMessage());
    states(0, 0);
    MalformedException shorter = assertThrows(MalformedException.class, set::services);
    assertEquals(live.resolve("state").toRealPath(), shorter.path());
    assertTrue(shorter.getMessage().endsWith("has 2 bytes, expected 3, one of each service"));
    Files.write(live.resolve("compiled/n"), new byte[20]);
    assertThrows(MalformedException.class, set::services);
    Files.write(live.resolve("compiled/n"), new byte[3]);
    assertThrows(MalformedException.class, set::services);
    Files.delete(live.resolve("compiled/n"));
    assertThrows(SupervisionException.class, set::services);
  }

  /** A database cut or changed anywhere is read or refused, and never more than that. */
  @Property(tries = 2000)
  void aDamagedDatabaseIsRefused(@ForAll int place, @ForAll byte other, @ForAll boolean cut)
      throws IOException {
    Path own = Files.createTempDirectory("live");
    try {
      byte[] db = database().encode().copy();
      int at = Math.floorMod(place, db.length);
      db[at] = other;
      Files.createDirectory(own.resolve("compiled"));
      Files.write(own.resolve("compiled/n"), database().sizes());
      Files.write(own.resolve("compiled/db"), cut ? java.util.Arrays.copyOf(db, at) : db);
      Files.write(own.resolve("state"), new byte[3]);
      LiveSet read = LiveSet.at(own);
      try {
        for (LiveService one : read.services()) read.why(one.name());
      } catch (MalformedException refused) {
        assertFalse(refused.getMessage().isEmpty());
      }
    } finally {
      for (String file : List.of("compiled/n", "compiled/db", "state", "compiled", ""))
        Files.delete(own.resolve(file));
    }
  }

  /** What the program is given is what was said, byte for byte. */
  @Test
  void changesAreMadeByTheProgram() throws Exception {
    Path bin = Files.createDirectory(directory.resolve("b'in"));
    program(bin, "printf '%s|' \"$@\" >" + directory + "/said");
    Programs programs = Programs.in(bin);
    set.with(programs).up(Duration.ofSeconds(60), "app", NAMES[2], "it's $(x)");
    byte[] said = Files.readAllBytes(directory.resolve("said"));
    assertEquals(
        "-l|" + live + "|-t60000|-u|change|app|mo\udcffunt|it's $(x)|", ByteNames.text(said));
    set.with(programs).down(Duration.ofSeconds(60), "app");
    set.with(programs).upOnly(Duration.ZERO);
    assertTrue(Files.readString(directory.resolve("said")).endsWith("|-t1|-pu|change|"));
    set.with(programs).upOnly(Duration.ofDays(9_999_999));
    assertTrue(Files.readString(directory.resolve("said")).contains("|-t2147483647|"));
    assertThrows(
        SupervisionException.class, () -> set.with(programs).up(Duration.ofSeconds(1), "a/b"));

    program(bin, "echo 'cannot: no' >&2; exit 3");
    ProgramException told =
        assertThrows(
            ProgramException.class, () -> set.with(programs).up(Duration.ofSeconds(60), "app"));
    assertEquals(3, told.exitCode());
    assertEquals("cannot: no", told.output());
    assertEquals(bin.resolve("s6-rc") + ": exit code 3\ncannot: no", told.getMessage());

    Files.delete(bin.resolve("s6-rc"));
    assertThrows(
        ProgramException.class, () -> set.with(programs).up(Duration.ofSeconds(60), "app"));
  }

  private static void program(Path bin, String body) throws IOException {
    Path file = bin.resolve("s6-rc");
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void programsAreFoundWhereTheyAreSaidToBe() throws IOException {
    Path bin = Files.createDirectory(directory.resolve("bin"));
    program(bin, "exit 0");
    Path file = bin.resolve("s6-rc");
    Map<String, String> path = Map.of("PATH", ":/nowhere:" + bin);
    assertEquals(file, Programs.found("", path).program("s6-rc"));
    assertEquals(file, Programs.found("", Map.of("S6J_BIN", bin + "")).program("s6-rc"));
    assertEquals(file, Programs.found(bin + "", Map.of("S6J_BIN", "/x")).program("s6-rc"));
    ProgramException told =
        assertThrows(
            ProgramException.class, () -> Programs.found("/nowhere", path).program("s6-rc"));
    assertTrue(told.getMessage().contains("s6j.bin"), told.getMessage());
  }
}
