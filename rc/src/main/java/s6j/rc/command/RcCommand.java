package s6j.rc.command;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/** The first word behind the options of s6-rc. */
enum RcCommand {
  CHANGE("change", Access.WRITES),
  DIFF("diff", Access.READS),
  HEALTHY("healthy", Access.LOOKS),
  HELP("help", Access.READS),
  LIST("list", Access.READS),
  LISTALL("listall", Access.READS),
  RELOAD("reload", Access.WRITES),
  START("start", Access.WRITES),
  STATUS("status", Access.LOOKS),
  STOP("stop", Access.WRITES),
  TIMES("times", Access.LOOKS),
  WHY("why", Access.LOOKS);

  /** What a command does to the live directory. */
  private enum Access {
    /** It tells how things are, a change under way included, and takes no lock. */
    LOOKS,
    READS,
    WRITES
  }

  final String word;
  private final Access access;

  RcCommand(String word, Access access) {
    this.word = word;
    this.access = access;
  }

  /** The command of this name, or null. */
  static @Nullable RcCommand of(byte[] word) {
    for (RcCommand command : values()) if (CString.is(word, command.word)) return command;
    return null;
  }

  static String[] words() {
    String[] words = new String[values().length];
    for (RcCommand command : values()) words[command.ordinal()] = command.word;
    return words;
  }

  boolean looks() {
    return access == Access.LOOKS;
  }

  boolean writes() {
    return access == Access.WRITES;
  }

  /** Whether it must see the supervisors of all longruns. */
  boolean tellsOfProcesses() {
    return this == STATUS || this == HEALTHY || this == WHY;
  }
}
