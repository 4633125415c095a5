package s6j.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.client.system.ByteNames;
import s6j.formats.talk.ControlFifo;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** A scan directory as a client sees it. */
class ScanDirectoryTest {
  @TempDir Path directory;

  @Test
  void listsServicesAndTheirLoggers() throws IOException {
    for (String name : List.of("web/log", "db", ".s6-svscan", ".hidden"))
      Files.createDirectories(directory.resolve(name));
    Files.createFile(directory.resolve("file"));
    Path odd = ByteNames.below(directory, new byte[] {'x', (byte) 0xfe, '"', '<'});
    Files.createDirectory(odd);
    ScanDirectory tree = ScanDirectory.at(directory);
    List<Service> services = tree.services();
    assertEquals(
        List.of("db", "web", "web/log", "x\udcfe\"<"),
        services.stream().map(Service::name).toList());
    for (Service service : services) {
      assertTrue(Files.isDirectory(service.path()), service.name());
      assertEquals(service, tree.service(service.name()));
    }
  }

  @Test
  void whatIsNoNameIsRefused() {
    ScanDirectory tree = ScanDirectory.at(directory);
    for (String wrong : List.of("", ".", "..", ".hidden", "a/b", "a/", "/a", "a/log/log", "a\0"))
      assertThrows(IllegalArgumentException.class, () -> tree.service(wrong), wrong);
    assertThrows(IllegalArgumentException.class, () -> tree.service("half \ud800"));
  }

  @Test
  void whatIsNotThereIsToldOf() throws IOException {
    Path none = directory.resolve("none");
    NotSupervisedException told =
        assertThrows(NotSupervisedException.class, ScanDirectory.at(none)::services);
    assertEquals(none, told.path());
    assertEquals(none + ": is not there, expected a scan directory", told.getMessage());
    assertThrows(NotSupervisedException.class, ScanDirectory.at(none)::rescan);
    assertFalse(ScanDirectory.at(none).isWatched());
    Files.createFile(none);
    assertThrows(NotSupervisedException.class, ScanDirectory.at(none)::services);
  }

  @Test
  void theScannerIsToldByLetters() throws IOException {
    ScanDirectory tree = ScanDirectory.at(directory);
    assertFalse(tree.isWatched());
    Path fifo = Files.createDirectory(directory.resolve(".s6-svscan")).resolve("control");
    ControlFifo control = new ControlFifo(new JnrPosix());
    assertTrue(control.open(Posix.CWD, ByteNames.bytes(fifo)) >= 0);
    assertTrue(tree.isWatched());
    tree.rescan();
    tree.rescanAndPrune();
    tree.stop();
    StringBuilder taken = new StringBuilder();
    for (int letter = control.next(); letter >= 0; letter = control.next())
      taken.append((char) letter);
    assertEquals("aant", taken.toString());
    control.close();
    assertFalse(tree.isWatched());
    assertEquals(fifo, assertThrows(NotSupervisedException.class, tree::stop).path());
  }
}
