package s6j.rc.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.ScanDirectory;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.rc.Letters;
import s6j.rc.Live;
import s6j.rc.Scanner;
import s6j.rc.change.Services;

/** The command line of s6-rc-init: what it refuses, and what it leaves when it fails. */
class RcInitCommandTest {
  private final FakePosix machine = RcInitTest.machine();
  private int said;

  private int init(String line) {
    said = machine.errors().length();
    List<String> words = new ArrayList<>(List.of("s6-rc-init"));
    words.addAll(List.of(line.split(" ")));
    FakePosix process = machine.another();
    int code = Live.run(process, words.toArray(String[]::new));
    process.end(code);
    return code;
  }

  private void expect(int code, String line, String... messages) {
    assertEquals(code, init(line), machine::errors);
    StringBuilder all = new StringBuilder();
    for (String message : messages) all.append("s6-rc-init: ").append(message).append('\n');
    String errors = machine.errors().substring(said);
    assertEquals(all.toString(), errors.replaceAll("(:s6-rc-init:)\\w{6}/", "$1XXXXXX/"), line);
  }

  private static final String GOOD = "-c /db -l /run/live /scan";

  private void made() {
    expect(0, "-t 3000 " + GOOD);
  }

  @Test
  void whatIsNoCommandLineIsRefused() {
    expect(100, "-c /db -l /run/live scan", "fatal: scandir must be an absolute path");
    expect(100, "-c /db -l live /scan", "fatal: livedir must be an absolute path");
    expect(100, "-c /db -l  /scan", "fatal: livedir must be an absolute path");
    expect(100, "-c db -l /run/live /scan", "fatal: bootdb must be an absolute path");
    expect(100, "-t soon " + GOOD, "fatal: timeout must be an unsigned integer");
    expect(100, "-p a/b " + GOOD, "fatal: prefix cannot contain a / or a newline");
    expect(100, "-p a\nb " + GOOD, "fatal: prefix cannot contain a / or a newline");
    expect(111, "-c /db -l // /scan", "fatal: unable to canonicalize //: Invalid argument");
    expect(
        111,
        "-d -c /no -l /run/live /scan",
        "fatal: unable to realpath /no: No such file or directory");
    assertEquals(100, init("-c /db"));
    assertTrue(machine.errors().substring(said).contains("usage: s6-rc-init"));
    assertEquals(100, init("-q " + GOOD));
    assertEquals(List.of(), machine.names("/run"));
    assertEquals(List.of(".s6-svscan"), machine.names("/scan"));
  }

  @Test
  void theDatabaseIsRememberedAsItIsNamedOrWithoutLinks() {
    machine.symlink(CString.of("/db"), Posix.CWD, CString.of("/current"));
    expect(0, "-t 3000 -c /current -l /run/live /scan");
    assertEquals("/current", link("/run/live/compiled"));
    expect(0, "-t 3000 -p x- -d -c /current -l /run/other/ /scan");
    assertEquals("/db", link("/run/other/compiled"));
    assertEquals("x-", CString.text(machine.bytes("/run/other/prefix")));
    assertTrue(machine.names("/scan").containsAll(List.of("l", "x-l")));
    expect(0, "-t 3000 -p y- -d --no-dereference -c /current -l /run/third /scan");
    assertEquals("/current", link("/run/third/compiled"));
  }

  private String link(String path) {
    byte[] text = new byte[4096];
    int length = machine.readlink(Posix.CWD, CString.of(path), text);
    return CString.text(CString.slice(text, 0, length));
  }

  @Test
  void anotherLiveDirectoryIsToldFromTheOneAskedFor() {
    made();
    String there = machine.names("/run").get(1);
    String path = "/run/" + there;
    expect(0, GOOD, "info: s6-rc already running on " + path);
    Live.writeDatabase(machine, "/db2", new Services().longrun("l").database());
    expect(
        102,
        "-c /db2 -l /run/live /scan",
        "fatal: existing livedir at " + path + " uses bootdb at /db rather than /db2");
    expect(102, "-p x- " + GOOD, "fatal: prefix mismatch with the existing livedir at " + path);
    new Scanner(machine, "/scan2");
    expect(
        102,
        "-c /db -l /run/live /scan2",
        "fatal: existing livedir at " + path + " uses scandir at /scan rather than /scan2");
    machine.unlink(Posix.CWD, CString.of(path + "/compiled"));
    expect(
        111,
        GOOD,
        "fatal: unable to readlink "
            + "/run/live:s6-rc-init:XXXXXX/compiled: No such file or directory");
    machine.unlink(Posix.CWD, CString.of(path + "/prefix"));
    expect(
        111,
        GOOD,
        "fatal: unable to read " + "/run/live:s6-rc-init:XXXXXX/prefix: No such file or directory");
  }

  @Test
  void theLinkThatWasLostIsFoundAgain() {
    made();
    String there = machine.names("/run").get(1);
    machine.directory("/run/aaa").directory("/run/live:other");
    machine.unlink(Posix.CWD, CString.of("/run/live"));
    FaultyPosix faulty = new FaultyPosix().failCall("symlink", 1, Errno.ENOSPC);
    String[] line = ("s6-rc-init " + GOOD).split(" ");
    assertEquals(111, Live.run(faulty.around(machine.another()), line));
    expect(0, GOOD, "info: s6-rc already running on /run/" + there + " - recovering it");
    assertEquals(there, link("/run/live"));
  }

  @Test
  void whatIsNotSupervisedIsReplaced() {
    machine.directory("/run/live:s6-rc-init:gone");
    machine.symlink(CString.of("live:s6-rc-init:gone"), Posix.CWD, CString.of("/run/live"));
    expect(
        0,
        "-t 3000 " + GOOD,
        "warning: directory /run/live:s6-rc-init:gone looks like a live directory but has no"
            + " supervisors running");
    assertFalse(machine.exists("/run/live:s6-rc-init:gone"));
    assertTrue(machine.exists("/run/live/state"));
  }

  @Test
  void aDatabaseThatIsNoneLeavesNothing() {
    expect(
        111,
        "-c /none -l /run/live /scan",
        "fatal: unable to open /none: No such file or directory");
    machine.directory("/empty");
    expect(4, "-c /empty -l /run/live /scan", "fatal: invalid database size in /empty");
    machine.file("/part/lock", "").file("/part/n", machine.bytes("/db/n"), 0644);
    expect(
        111,
        "-c /part -l /run/live /scan",
        "fatal: unable to recursively copy /part/servicedirs to "
            + "/run/live:s6-rc-init:XXXXXX/servicedirs: No such file or directory");
    assertEquals(List.of(), machine.names("/run"));
  }

  @Test
  void withoutTheDirectoryOfTheLiveDirectoryNothingIsMade() {
    expect(
        111,
        "-c /db -l /nowhere/live /scan",
        "fatal: unable to opendir /nowhere: No such file or directory");
    machine.file("/file", "");
    expect(
        111,
        "-c /db -l /file/live /scan",
        "fatal: unable to check /file/live/servicedirs/s6rc-fdholder: Not a directory");
  }

  /** A supervisor that does not come in time: nothing stays that would look like an init. */
  @Test
  void whatIsNotSupervisedInTimeIsTakenBack() {
    FakePosix idle = new FakePosix();
    for (String file : List.of("lock", "n"))
      idle.file("/db/" + file, machine.bytes("/db/" + file), 0644);
    for (String name : List.of("s6rc-oneshot-runner", "s6rc-fdholder", "l"))
      idle.file("/db/servicedirs/" + name + "/run", new byte[0], 0755);
    idle.directory("/run");
    FakePosix scanner = idle.another();
    idle.directory("/scan/.s6-svscan");
    int directory = scanner.open(Posix.CWD, CString.of("/scan"), OpenFlags.O_RDONLY, 0);
    new Letters(scanner, directory, ScanDirectory.CONTROL);
    long began = idle.monotonicNanos();
    String[] line = {"s6-rc-init", "-t", "250", "-c", "/db", "-l", "/run/live", "/scan"};
    assertEquals(111, Live.run(idle, line));
    assertEquals(250, (idle.monotonicNanos() - began) / 1_000_000);
    assertEquals(
        "s6-rc-init: fatal: unable to supervise service directories in /run/live/servicedirs:"
            + " Connection timed out\n",
        idle.errors());
    assertEquals(List.of(), idle.names("/run"));
    assertEquals(List.of(".s6-svscan"), idle.names("/scan"));
  }

  @Test
  void withoutItsNameALiveDirectoryIsRemoved() {
    FakePosix process = machine.another();
    FaultyPosix faulty = new FaultyPosix().failCall("symlink", 3, Errno.EACCES);
    assertEquals(111, Live.run(faulty.around(process), RcInitTest.INIT));
    process.end(111);
    assertTrue(
        machine
            .errors()
            .matches(
                "s6-rc-init: fatal: unable to symlink live:s6-rc-init:\\w{6} to /run/live: Permission"
                    + " denied\n"),
        machine::errors);
    assertEquals(List.of(), machine.names("/run"));
    assertEquals(List.of(".s6-svscan"), machine.names("/scan"));
  }
}
