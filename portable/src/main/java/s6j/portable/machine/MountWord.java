package s6j.portable.machine;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/** A word of mount options that the kernel has a flag for: what it sets, and what it takes away. */
final class MountWord {
  static final int RDONLY = 1;
  static final int NOSUID = 2;
  static final int NODEV = 4;
  static final int NOEXEC = 8;
  static final int SYNCHRONOUS = 16;
  static final int REMOUNT = 32;
  static final int MANDLOCK = 64;
  static final int DIRSYNC = 128;
  static final int NOSYMFOLLOW = 256;
  static final int NOATIME = 1024;
  static final int NODIRATIME = 2048;
  static final int BIND = 4096;
  static final int MOVE = 8192;
  static final int REC = 16384;
  static final int SILENT = 32768;
  static final int UNBINDABLE = 1 << 17;
  static final int PRIVATE = 1 << 18;
  static final int SLAVE = 1 << 19;
  static final int SHARED = 1 << 20;
  static final int RELATIME = 1 << 21;
  static final int STRICTATIME = 1 << 24;
  static final int LAZYTIME = 1 << 25;

  /** How mounts spread, of which a mount has one way. */
  private static final int WAYS = UNBINDABLE | PRIVATE | SLAVE | SHARED;

  private static final MountWord[] ALL = {
    new MountWord("async", 0, SYNCHRONOUS),
    new MountWord("atime", 0, NOATIME),
    new MountWord("bind", BIND, 0),
    new MountWord("defaults", 0, RDONLY | NOSUID | NODEV | NOEXEC | SYNCHRONOUS),
    new MountWord("dev", 0, NODEV),
    new MountWord("diratime", 0, NODIRATIME),
    new MountWord("dirsync", DIRSYNC, 0),
    new MountWord("exec", 0, NOEXEC),
    new MountWord("lazytime", LAZYTIME, 0),
    new MountWord("loud", 0, SILENT),
    new MountWord("mandlock", MANDLOCK, 0),
    new MountWord("move", MOVE, 0),
    new MountWord("noatime", NOATIME, 0),
    new MountWord("nobind", 0, BIND),
    new MountWord("nodev", NODEV, 0),
    new MountWord("nodiratime", NODIRATIME, 0),
    new MountWord("nodirsync", 0, DIRSYNC),
    new MountWord("noexec", NOEXEC, 0),
    new MountWord("nolazytime", 0, LAZYTIME),
    new MountWord("nomandlock", 0, MANDLOCK),
    new MountWord("nomove", 0, MOVE),
    new MountWord("norelatime", 0, RELATIME),
    new MountWord("nostrictatime", 0, STRICTATIME),
    new MountWord("nosuid", NOSUID, 0),
    new MountWord("nosymfollow", NOSYMFOLLOW, 0),
    new MountWord("private", PRIVATE, WAYS | REC),
    new MountWord("rbind", BIND | REC, 0),
    new MountWord("relatime", RELATIME, 0),
    new MountWord("remount", REMOUNT, 0),
    new MountWord("ro", RDONLY, 0),
    new MountWord("rprivate", PRIVATE | REC, WAYS),
    new MountWord("rshared", SHARED | REC, WAYS),
    new MountWord("rslave", SLAVE | REC, WAYS),
    new MountWord("runbindable", UNBINDABLE | REC, WAYS),
    new MountWord("rw", 0, RDONLY),
    new MountWord("shared", SHARED, WAYS | REC),
    new MountWord("silent", SILENT, 0),
    new MountWord("slave", SLAVE, WAYS | REC),
    new MountWord("strictatime", STRICTATIME, 0),
    new MountWord("suid", 0, NOSUID),
    new MountWord("symfollow", 0, NOSYMFOLLOW),
    new MountWord("sync", SYNCHRONOUS, 0),
    new MountWord("unbindable", UNBINDABLE, WAYS | REC),
  };

  private final String word;
  final int set;
  final int cleared;

  private MountWord(String word, int set, int cleared) {
    this.word = word;
    this.set = set;
    this.cleared = cleared;
  }

  /** The word of this text; null if the kernel has no flag for it. */
  static @Nullable MountWord of(byte[] text) {
    for (MountWord one : ALL) if (CString.is(text, one.word)) return one;
    return null;
  }
}
