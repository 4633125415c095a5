package s6j.svc.service;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/** A fact that s6-svstat prints on demand: its option letter, 0 for none, and its name. */
enum StatusField {
  UP('u', "up"),
  WANTED_UP('w', "wantedup"),
  NORMALLY_UP('N', "normallyup"),
  READY('r', "ready"),
  PAUSED('\0', "paused"),
  PID('p', "pid"),
  PGID('g', "pgid"),
  EXIT_CODE('e', "exitcode"),
  SIGNAL('s', "signal"),
  SIGNUM('\0', "signum"),
  UPDOWN_SINCE('\0', "updownsince"),
  READY_SINCE('\0', "readysince"),
  UPDOWN_FOR('t', "updownfor"),
  READY_FOR('\0', "readyfor"),
  BACKOFF('\0', "backoff"),
  HEALTHY('\0', "healthy");

  /** Fields of one call. */
  static final int MOST = 16;

  final char letter;
  final String name;

  StatusField(char letter, String name) {
    this.letter = letter;
    this.name = name;
  }

  static @Nullable StatusField ofLetter(int letter) {
    for (StatusField field : values()) if (field.letter == letter) return field;
    return null;
  }

  /** The field of this name, or null. */
  static @Nullable StatusField named(byte[] name) {
    for (StatusField field : values()) if (CString.is(name, field.name)) return field;
    return null;
  }
}
