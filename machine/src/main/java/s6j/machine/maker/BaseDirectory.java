package s6j.machine.maker;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.files.FileTree;
import s6j.formats.files.SmallFile;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * The directory in the making. After the first failure, which is told, nothing more is done, and
 * {@link #code} is not 0.
 */
final class BaseDirectory {
  private static final int DIRECTORY = 0755;
  private static final int FILE = 0644;
  private static final int SCRIPT = 0755;
  private static final int FIFO = 0600;

  private final Posix posix;
  private final Messages messages;
  private final byte[] directory;
  private int code;

  BaseDirectory(Posix posix, Messages messages, byte[] directory) {
    this.posix = posix;
    this.messages = messages;
    this.directory = directory;
  }

  /** 0, or the exit code. */
  int code() {
    return code;
  }

  /** Makes the directory itself, which may not be there. */
  void make() {
    note(posix.mkdir(Posix.CWD, directory, DIRECTORY), "mkdir ", directory);
  }

  /** Takes it away again, in the end. */
  void remove() {
    new FileTree(posix).remove(directory);
  }

  void fail(int exitCode) {
    if (code == 0) code = exitCode;
  }

  void directory(String name) {
    if (code != 0) return;
    byte[] path = below(name);
    note(posix.mkdir(Posix.CWD, path, DIRECTORY), "mkdir ", path);
  }

  /** A directory of somebody else, with a mode that mkdir does not set. */
  void directory(String name, int mode, int uid, int gid) {
    directory(name);
    if (code != 0) return;
    byte[] path = below(name);
    int error = posix.getuid() == 0 ? posix.chown(Posix.CWD, path, uid, gid) : 0;
    if (error >= 0) error = posix.chmod(Posix.CWD, path, mode);
    note(error, "mkdir ", path);
  }

  void fifo(String name) {
    if (code != 0) return;
    byte[] path = below(name);
    note(posix.mkfifo(Posix.CWD, path, FIFO), "mkfifo ", path);
  }

  void file(byte[] name, byte[] content) {
    write(CString.path(directory, name), content, FILE);
  }

  void file(String name, String content) {
    write(below(name), CString.of(content), FILE);
  }

  void script(String name, byte[] text) {
    write(below(name), text, SCRIPT);
  }

  private void write(byte[] path, byte[] content, int mode) {
    if (code != 0) return;
    int error = SmallFile.write(posix, Posix.CWD, path, content, content.length, mode);
    if (error >= 0) error = posix.chmod(Posix.CWD, path, mode);
    note(error, "write to ", path);
  }

  /** Copies a script; one that is not there may be left out unless it is needed. */
  void copy(byte[] from, String name, boolean isNeeded) {
    if (code != 0) return;
    byte[] to = below(name);
    int error = new FileTree(posix).copyFile(Posix.CWD, from, Posix.CWD, to, SCRIPT);
    if (error >= 0 || !isNeeded) return;
    messages.fatal().unableTo("copy ").bytes(from).text(" to ").bytes(to);
    code = messages.exit(ExitCode.SYSTEM, error);
  }

  private void note(int error, String what, byte[] path) {
    if (error >= 0) return;
    messages.fatal().unableTo(what).bytes(path);
    code = messages.exit(ExitCode.SYSTEM, error);
  }

  private byte[] below(String name) {
    return CString.path(directory, CString.of(name));
  }
}
