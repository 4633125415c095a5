package s6j.rc.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Pause;
import s6j.posix.Posix;
import s6j.rc.Scanner;
import s6j.rc.Supervisor;

/** Links of service directories in a scan directory: whose they are, and what becomes of them. */
class ScanLinksTest {
  private static final String SERVICES = "/run/live:s6-rc-init:AAAAAA/servicedirs";

  private final FakePosix machine = new FakePosix();
  private final Scanner scanner = new Scanner(machine, "/scan");
  private final ScanLinks links;

  ScanLinksTest() {
    for (String name : List.of("a", "b")) machine.file(SERVICES + "/" + name + "/run", "");
    symlink("live:s6-rc-init:AAAAAA", "/run/live");
    LiveName name = new LiveName(machine, CString.of("/run/live"));
    links = new ScanLinks(machine, CString.of("/scan"), CString.of("x-"), name);
  }

  private void symlink(String target, String link) {
    assertEquals(0, machine.symlink(CString.of(target), Posix.CWD, CString.of(link)));
  }

  private int link(String... but) {
    NameList left = new NameList();
    for (String name : but) left.add(name);
    return links.link(CString.of(SERVICES), left, Deadline.after(machine.monotonicNanos(), 2000));
  }

  private String target(String link) {
    byte[] text = new byte[4096];
    int length = machine.readlink(Posix.CWD, CString.of(link), text);
    return length < 0 ? "none" : CString.text(CString.slice(text, 0, length));
  }

  private List<String> linked() {
    return machine.names("/scan").stream().filter(name -> !name.startsWith(".s6-")).toList();
  }

  @Test
  void allAreLinkedAndSupervised() {
    assertEquals(0, link());
    assertEquals(List.of("x-a", "x-b"), linked());
    assertEquals(SERVICES + "/a", target("/scan/x-a"));
    assertNotNull(scanner.supervisor("x-a"));
    assertEquals(List.of(), machine.openDescriptors());
    assertEquals(List.of(), machine.names(SERVICES + "/a/event"));
  }

  @Test
  void someAreLeftOut() {
    assertEquals(0, link("a"));
    assertEquals(List.of("x-b"), linked());
  }

  @Test
  void whatGoesOnIsLinkedAgain() {
    assertEquals(0, link());
    machine.unlink(Posix.CWD, CString.of("/scan/x-a"));
    assertEquals(0, link());
    assertEquals(SERVICES + "/a", target("/scan/x-a"));
  }

  @Test
  void aLinkThatWasLeftBehindIsReplaced() {
    symlink("/nowhere", "/scan/x-a");
    machine.directory("/run/live:s6-rc-init:BBBBBB/servicedirs/b");
    symlink("/run/live:s6-rc-init:BBBBBB/servicedirs/b", "/scan/x-b");
    assertEquals(0, link());
    assertEquals(List.of("x-a", "x-b"), linked());
    assertEquals(SERVICES + "/a", target("/scan/x-a"));
    assertEquals(SERVICES + "/b", target("/scan/x-b"));
  }

  @Test
  void oneThatCannotBeReplacedIsTold() {
    symlink("/nowhere", "/scan/x-a");
    // The first one gives the fifo of events its name.
    FaultyPosix faulty = new FaultyPosix().failCall("rename", 2, Errno.EACCES);
    LiveName name = new LiveName(machine, CString.of("/run/live"));
    byte[] prefix = CString.of("x-");
    ScanLinks failing = new ScanLinks(faulty.around(machine), CString.of("/scan"), prefix, name);
    assertEquals(-Errno.EACCES, failing.link(CString.of(SERVICES), new NameList(), 0));
    assertEquals("/nowhere", target("/scan/x-a"));
    assertEquals(List.of(".s6-svscan", "x-a"), machine.names("/scan"));
    assertEquals(List.of(), machine.openDescriptors());
  }

  @Test
  void withoutRoomForAnotherTheOldLinkStays() {
    symlink("/nowhere", "/scan/x-a");
    FaultyPosix faulty = new FaultyPosix().failCall("symlink", 2, Errno.ENOSPC);
    LiveName name = new LiveName(machine, CString.of("/run/live"));
    byte[] prefix = CString.of("x-");
    ScanLinks failing = new ScanLinks(faulty.around(machine), CString.of("/scan"), prefix, name);
    assertEquals(-Errno.ENOSPC, failing.link(CString.of(SERVICES), new NameList(), 0));
    assertEquals("/nowhere", target("/scan/x-a"));
  }

  @Test
  void somebodyElsesIsNot() {
    machine.directory("/other/a");
    symlink("/other/a", "/scan/x-a");
    assertEquals(-Errno.EEXIST, link());
    assertEquals("/other/a", target("/scan/x-a"));
    assertEquals(List.of(), machine.openDescriptors());
  }

  @Test
  void whatIsTakenBackLeaves() {
    assertEquals(0, link());
    Supervisor a = scanner.supervisor("x-a");
    links.takeBack();
    Pause.millis(machine, 100);
    assertEquals("xd", a.heard());
    assertEquals(List.of(), linked());
    assertFalse(machine.exists(SERVICES + "/a/down"));
    assertEquals(List.of(), scanner.clashes);
    assertEquals(List.of(), machine.openDescriptors());
  }

  /** Only what was begun is: a supervisor that went on goes on. */
  @Test
  void whatWentOnIsNotTakenBack() {
    assertEquals(0, link());
    Supervisor a = scanner.supervisor("x-a");
    LiveName name = new LiveName(machine, CString.of("/run/live"));
    ScanLinks later = new ScanLinks(machine, CString.of("/scan"), CString.of("x-"), name);
    long deadline = Deadline.after(machine.monotonicNanos(), 2000);
    assertEquals(0, later.link(CString.of(SERVICES), new NameList(), deadline));
    later.takeBack();
    Pause.millis(machine, 100);
    assertEquals(List.of("x-a", "x-b"), linked());
    assertEquals("", a.heard());
  }

  @Test
  void othersOfTheNameAreRemoved() {
    assertEquals(0, link("b"));
    symlink("/run/live:s6-rc-init:BBBBBB/servicedirs/b", "/scan/x-b");
    symlink("/run/live:s6-rc-init:BBBBBB/servicedirs/c", "/scan/.s6jabcdef");
    symlink("/run/live:s6-rc-init:BBBBBB/servicedirs/b", "/scan/under-another-name");
    symlink("/other/d", "/scan/x-d");
    machine.directory("/scan/plain");
    assertEquals(0, links.removeOthers(CString.of(SERVICES)));
    assertEquals(List.of("plain", "under-another-name", "x-a", "x-d"), linked());
  }

  @Test
  void onlyWhatIsSupervisedIsLinkedAtFirst() {
    Supervisor.of(machine.another(), SERVICES + "/b");
    assertEquals(0, links.linkSupervised(CString.of(SERVICES)));
    assertEquals(List.of("x-b"), linked());
  }

  @Test
  void withoutAScannerOrDirectoryItIsTold() {
    machine.unlink(Posix.CWD, CString.of("/scan/.s6-svscan/control"));
    assertEquals(-Errno.ENXIO, links.scan());
    assertEquals(-Errno.ENXIO, link());
    assertEquals(-Errno.ENOENT, links.linkSupervised(CString.of("/run/nowhere")));
    assertEquals(List.of(), machine.openDescriptors());
  }
}
