package s6j.command.tell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.command.Called;
import s6j.command.World;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** status, why and logs, on a live directory and a scan directory beside it. */
class TellTest {
  private static final String LIVE = "/run/s6-rc";

  private final Called called = new Called();
  private final FakePosix posix = called.posix;

  @BeforeEach
  void world() {
    World.live(posix, LIVE);
    World.state(posix, LIVE, 0, 1, 1, 1);
    World.supervise(posix, LIVE + "/servicedirs/app", 0, false);
    World.supervise(posix, LIVE + "/servicedirs/web", 11, true);
    World.supervise(posix, LIVE + "/servicedirs/log", 0, false);
    World.supervise(posix, "/run/service/db", 0, true);
    World.supervise(posix, "/run/service/db/log", 14, false);
    posix.symlink(CString.of(LIVE + "/servicedirs/app"), -100, CString.of("/run/service/app"));
    posix.file("/run/service/db/run", CString.of("#!/nosuch -x\n"), 0755);
  }

  @Test
  void allServicesAreInOneTable() {
    assertEquals("1", called.line("status"));
    assertEquals(
        """
        SERVICE  STATE     SINCE  PID  READY  NOTE
        app      down      0s     -    -      exit 7
        web      up        0s     11   -
        log      stopped   0s     -    -      gave up or was brought down; exit 7
        net      up        -      -    -
        db       failing   0s     -    -      wanted up; its run script has an interpreter that is not there: /nosuch; exit 7
        db/log   stopping  0s     14   -
        web      down      -      -    -      has no supervisor
        """,
        posix.output());
  }

  @Test
  void namedServicesAndJson() {
    assertEquals("0", called.line("status --json web net"));
    assertEquals(
        "[\n{\"name\":\"web\",\"type\":\"longrun\",\"state\":\"up\",\"named\":false,"
            + "\"essential\":false,\"supervised\":true,\"wantedUp\":true,\"running\":true,"
            + "\"ready\":true,\"seconds\":0,\"pid\":11,\"word\":\"up\",\"live\":true},\n"
            + "{\"name\":\"net\",\"type\":\"oneshot\",\"state\":\"up\",\"named\":false,"
            + "\"essential\":false,\"supervised\":false,\"word\":\"up\",\"live\":true}\n]\n",
        posix.output());
    assertEquals("3", called.line("status nosuch"));
    assertEquals(
        "s6-frontend: fatal: nosuch is no service in /run/s6-rc or /run/service\n", posix.errors());
  }

  @Test
  void whatWasLeftOutSaysWhy() {
    posix.file(LIVE + "/skipped/net", "no network here\n");
    assertEquals("0", called.line("status net"));
    assertTrue(posix.output().endsWith("net      skipped  -      -    -      no network here\n"));
    assertEquals("1", called.line("why net"));
    assertTrue(posix.output().endsWith("net was skipped: no network here\n"));
  }

  @Test
  void somewhereThereMustBeServices() {
    assertEquals("111", called.line("-l /x -s /y status"));
    assertEquals(
        "s6-frontend: fatal: there is neither a live directory /x nor a scan directory /y\n",
        posix.errors());
    assertEquals("1", called.line("-l /x status db"));
    posix.file(LIVE + "/state", "");
    assertEquals("4", called.line("status"));
  }

  @Test
  void why() {
    called.does("s6-rc", "web is up\n", 0);
    assertEquals("s6-rc -l /run/s6-rc -- why web\n0", called.line("why web"));
    assertEquals("web is up\n", posix.output());
    assertEquals("1", called.line("why --json db"));
    assertTrue(
        posix
            .output()
            .endsWith(
                "{\"name\":\"db\",\"up\":false,\"why\":\"db is not up: it is wanted up, and down"
                    + " for 0 s: its run script has an interpreter that is not there: /nosuch,"
                    + " exit 7\"}\n"));
    assertEquals("3", called.line("why nosuch"));
    assertEquals("100", called.line("why"));
  }

  @Test
  void logsAreFoundByTheLogger() {
    called.does("log-view", "", 0);
    posix.file(
        LIVE + "/servicedirs/log/run",
        CString.of("#!/x\nexec s6-log t ./main \"/var/log/web\"\n"),
        0755);
    posix.file(LIVE + "/servicedirs/log/main/current", "");
    posix.file("/var/log/web/current", "").file("/logs/x/db/current", "");
    posix.file("/run/service/db/log/run", "exec svlogd /nosuch /logs/x/db");
    assertEquals(
        "log-view -f -s 1h -o local -- /run/s6-rc/servicedirs/log/./main /var/log/web",
        called.line("logs web -f -s 1h -o local log"));
    assertEquals("log-view -ojson -- /logs/x/db", called.line("logs --json db"));
    assertEquals("1", called.line("logs app"));
    assertEquals("s6-frontend: fatal: no log is known of app\n", posix.errors());
    posix.file("/run/service/s6-svscan-log/run", "exec s6-log /rest\n").file("/rest/current", "");
    assertEquals("log-view -- /rest", called.line("logs app"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "'#!/bin/sh\n' => ",
        "'#! /usr/bin/env sh\n' => ",
        "'#!/usr/bin/env nosuch\n' => has an interpreter that is not there: nosuch",
        "'#!/usr/bin/env -S nosuch\n' => ",
        "'#!/usr/bin/env A=1\n' => ",
        "'#!/nosuch' => has an interpreter that is not there: /nosuch",
        "'#!/etc/plain\n' => has an interpreter that cannot be executed: /etc/plain",
        "'#!\n' => has an empty #! line",
        "'echo\n' => has no #! line",
        "'#!/bin/sh\r\n' => has lines that end in CR LF",
      })
  void whatKeepsAScriptFromRunning(String text, String expected) {
    posix.setEnvironment("PATH=/usr/bin:/bin");
    posix
        .file("/bin/sh", CString.of("\177ELF"), 0755)
        .file("/usr/bin/env", CString.of("\177ELF"), 0755);
    posix.file("/usr/bin/sh", CString.of("\177ELF"), 0755).file("/etc/plain", "x");
    posix.file("/s/run", CString.of(text), 0755);
    ScriptTrouble trouble = ScriptTrouble.of(posix, CString.of("/s/run"));
    if (expected == null) assertNull(trouble);
    else assertEquals(expected, trouble.text);
  }

  @Test
  void scriptsOfAService() {
    assertEquals("has no run script", ScriptTrouble.ofService(posix, CString.of("/none")).text);
    posix.file("/s/run", CString.of("#!/x"), 0644);
    assertEquals(
        "its run script cannot be executed", ScriptTrouble.ofService(posix, CString.of("/s")).text);
    posix
        .file("/s/run", CString.of("\177ELF"), 0755)
        .file("/s/finish", CString.of("\357\273\277#!/x"), 0755);
    ScriptTrouble finish = ScriptTrouble.ofService(posix, CString.of("/s"));
    assertEquals("its finish script begins with a byte order mark", finish.text);
    assertNotNull(finish.advice);
  }
}
