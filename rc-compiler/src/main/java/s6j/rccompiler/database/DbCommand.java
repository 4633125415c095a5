package s6j.rccompiler.database;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/** The first word behind the options of s6-rc-db, and what must be there before it is obeyed. */
enum DbCommand {
  HELP("help", Needs.NOTHING),
  CHECK("check", Needs.DATABASE),
  LIST("list", Needs.WORD),
  TYPE("type", Needs.SERVICE),
  TIMEOUT("timeout", Needs.SERVICE),
  CONTENTS("contents", Needs.SERVICE),
  DEPENDENCIES("dependencies", Needs.SERVICE),
  PIPELINE("pipeline", Needs.SERVICE),
  SCRIPT("script", Needs.SERVICE),
  FLAGS("flags", Needs.SERVICE),
  ATOMICS("atomics", Needs.SERVICE),
  ALL_DEPENDENCIES("all-dependencies", Needs.SERVICE),
  RELATIONS("relations", Needs.SERVICE),
  GRAPH("graph", Needs.NAMES),
  CRITICAL("critical", Needs.DATABASE);

  private enum Needs {
    NOTHING,
    DATABASE,
    NAMES,
    WORD,
    SERVICE
  }

  final String word;
  private final Needs needs;

  DbCommand(String word, Needs needs) {
    this.word = word;
    this.needs = needs;
  }

  /** The command of this name, or null. */
  static @Nullable DbCommand of(byte[] word) {
    for (DbCommand command : values()) if (CString.is(word, command.word)) return command;
    return null;
  }

  static String[] words() {
    String[] words = new String[values().length];
    for (DbCommand command : values()) words[command.ordinal()] = command.word;
    return words;
  }

  /** Whether a word must follow. */
  boolean takesWord() {
    return needs == Needs.WORD || needs == Needs.SERVICE;
  }

  /** Whether services are looked up by their names. */
  boolean readsNames() {
    return needs == Needs.NAMES || needs == Needs.SERVICE;
  }
}
