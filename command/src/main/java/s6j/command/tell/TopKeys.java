package s6j.command.tell;

/** What the keys of {@code s6 top} say: up and down, k and j, q. */
final class TopKeys {
  /** No key yet, or one that means nothing. */
  static final int NONE = 0;

  static final int UP = 1;
  static final int DOWN = 2;
  static final int LEAVE = 3;

  private static final int CTRL_C = 3;
  private static final int ESCAPE = 27;

  /** How many bytes of an arrow's three, escape, [ or O, A or B, have come. */
  private int ofArrow;

  /** Takes the next byte. */
  int take(byte key) {
    int before = ofArrow;
    ofArrow = key == ESCAPE ? 1 : before == 1 && (key == '[' || key == 'O') ? 2 : 0;
    if (ofArrow > 0) return NONE;
    if (before == 2) return key == 'A' ? UP : key == 'B' ? DOWN : NONE;
    return switch (key) {
      case 'k' -> UP;
      case 'j' -> DOWN;
      case 'q', CTRL_C -> LEAVE;
      default -> NONE;
    };
  }
}
