package s6j.machine.end;

import s6j.cli.Messages;
import s6j.formats.ByteSink;
import s6j.formats.ScanDirectory;
import s6j.formats.files.RandomName;
import s6j.formats.talk.ControlFifo;
import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Takes all services out of the scan directory but the logger and the one that does it, so that
 * none is started again, and tells them to stay down and the scanner to let them go.
 */
final class Unsupervision {
  private static final byte[] PREFIX = CString.of(".s6-linux-init-shutdownd:");
  private static final byte[] CONTROL = CString.of("supervise/control");
  private static final byte[] DOWN = {'d'};
  private static final byte[] ENOUGH = CString.of("an");
  private static final int RECORDS = 8192;
  private static final int FLAGS = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final Messages messages;
  private final boolean hasLogger;
  private final ControlFifo fifo;
  private byte[][] names = new byte[32][];
  private int count;

  Unsupervision(Posix posix, Messages messages, boolean hasLogger) {
    this.posix = posix;
    this.messages = messages;
    this.hasLogger = hasLogger;
    fifo = new ControlFifo(posix);
  }

  void perform() {
    readNames();
    for (int i = 0; i < count; i++) release(names[i]);
    byte[] control = CString.path(InitPaths.SCAN_DIRECTORY, ScanDirectory.CONTROL);
    fifo.offer(Posix.CWD, control, ENOUGH, ENOUGH.length);
  }

  private void readNames() {
    int fd = posix.open(Posix.CWD, InitPaths.SCAN_DIRECTORY, FLAGS, 0);
    if (fd < 0) {
      messages.warning().unableTo("opendir ").bytes(InitPaths.SCAN_DIRECTORY).end(fd);
      return;
    }
    DirectoryReader reader = new DirectoryReader(posix, RECORDS).start(fd);
    while (reader.next()) add(reader.name());
    posix.close(fd);
    if (reader.error() == 0) return;
    messages.warning().unableTo("readdir ").bytes(InitPaths.SCAN_DIRECTORY).end(reader.error());
  }

  private void add(byte[] name) {
    boolean isLogger = hasLogger && CString.is(name, InitPaths.LOGGER);
    if (name[0] == '.' || isLogger || CString.is(name, InitPaths.SHUTDOWND)) return;
    if (count == names.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(names, 0, more, 0, count);
      names = more;
    }
    names[count++] = CString.slice(name, 0, CString.length(name));
  }

  private void release(byte[] name) {
    byte[] service = CString.path(InitPaths.SCAN_DIRECTORY, name);
    byte[] stem = new ByteSink(64).put(PREFIX).put(name).copy();
    byte[] hidden = new RandomName(posix).unused(CString.path(InitPaths.SCAN_DIRECTORY, stem));
    int error = posix.rename(Posix.CWD, service, Posix.CWD, hidden);
    if (error < 0) {
      messages.warning().unableTo("rename ").bytes(service).text(" to ").bytes(hidden).end(error);
      posix.unlink(Posix.CWD, service);
      hidden = service;
    }
    fifo.offer(Posix.CWD, CString.path(hidden, CONTROL), DOWN, DOWN.length);
  }
}
