package s6j.log.script;

import org.jspecify.annotations.Nullable;

/**
 * The first letter of a directive of s6-log's script, which tells what it is
 * (docs/specification/s6.md, E.2).
 */
enum ScriptLetter {
  SELECT('+', Kind.SELECTION),
  DESELECT('-', Kind.SELECTION),
  SELECT_REST('f', Kind.SELECTION, true),
  LABEL('t', Kind.CONTROL, true),
  LOCAL_TIME('T', Kind.CONTROL, true),
  PREFIX('p', Kind.CONTROL),
  PROCESSOR('!', Kind.CONTROL),
  SHELL_PROCESSOR('?', Kind.CONTROL),
  ARCHIVES('n', Kind.NUMBER),
  SIZE('s', Kind.NUMBER),
  TOTAL_SIZE('S', Kind.NUMBER),
  TOLERANCE('l', Kind.NUMBER),
  RETRY('r', Kind.NUMBER),
  PERIOD('R', Kind.NUMBER),
  ALERT_SIZE('E', Kind.NUMBER),
  STATUS_SIZE('^', Kind.NUMBER),
  OUTPUT('1', Kind.ACTION, true),
  ALERT('2', Kind.ACTION, true),
  STATUS('=', Kind.ACTION),
  RELATIVE_DIRECTORY('.', Kind.ACTION),
  ABSOLUTE_DIRECTORY('/', Kind.ACTION);

  private enum Kind {
    SELECTION,
    CONTROL,
    NUMBER,
    ACTION
  }

  private static final ScriptLetter[] ALL = values();

  private final char letter;
  private final Kind kind;

  /** Whether nothing may follow the letter. */
  final boolean isSingle;

  ScriptLetter(char letter, Kind kind) {
    this(letter, kind, false);
  }

  ScriptLetter(char letter, Kind kind, boolean isSingle) {
    this.letter = letter;
    this.kind = kind;
    this.isSingle = isSingle;
  }

  /** What a directive is, or null. */
  static @Nullable ScriptLetter of(byte[] directive) {
    for (ScriptLetter one : ALL) if (directive.length > 0 && one.letter == directive[0]) return one;
    return null;
  }

  boolean isSelection() {
    return kind == Kind.SELECTION;
  }

  boolean isAction() {
    return kind == Kind.ACTION;
  }
}
