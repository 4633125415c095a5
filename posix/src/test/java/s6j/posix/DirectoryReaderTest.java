package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.posix.jnr.JnrPosix;

/** Every name once, however small the buffer. */
class DirectoryReaderTest {
  private final Posix posix = new JnrPosix();

  @TempDir Path directory;

  @Test
  void readsEveryNameOnce() throws IOException {
    Set<String> wanted = new TreeSet<>(Set.of("n".repeat(255), ".hidden", "..x", "...", ".."));
    wanted.remove("..");
    for (int i = 0; i < 60; i++) wanted.add("name" + "-".repeat(i) + i);
    for (String name : wanted) Files.createFile(directory.resolve(name));
    for (int size : new int[] {512, 600, 1024, 65536}) assertEquals(wanted, names(size));
  }

  private Set<String> names(int bufferSize) {
    int fd = posix.open(Posix.CWD, CString.of(directory.toString()), OpenFlags.O_DIRECTORY, 0);
    DirectoryReader reader = new DirectoryReader(posix, bufferSize).start(fd);
    Set<String> names = new TreeSet<>();
    while (reader.next()) assertEquals(true, names.add(CString.text(reader.name())));
    assertEquals(0, reader.error());
    posix.close(fd);
    return names;
  }

  @Test
  void tellsWhatWentWrong() {
    DirectoryReader reader = new DirectoryReader(posix, 512).start(-1);
    assertFalse(reader.next());
    assertEquals(Errno.EBADF, reader.error());
  }
}
