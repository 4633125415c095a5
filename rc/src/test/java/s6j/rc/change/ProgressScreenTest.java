package s6j.rc.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Poller;

/** What a terminal shows after the bytes that were written to it. */
class ProgressScreenTest {
  private static final int ROWS = 8;
  private static final int COLUMNS = 60;

  private final FakePosix posix = new FakePosix();
  private final ProgressScreen screen = new ProgressScreen(posix);

  /** A terminal: line feeds (with return), returns, "up n" and "erase below" are what it knows. */
  private static final class Terminal {
    final StringBuilder scrolled = new StringBuilder();
    final char[][] cells = new char[ROWS][COLUMNS];
    int row;
    int column;

    Terminal feed(String bytes) {
      for (int i = 0; i < bytes.length(); i++) {
        char c = bytes.charAt(i);
        if (c == '\u001b') i = escape(bytes, i + 2);
        else if (c == '\r') column = 0;
        else if (c == '\n') lineFeed();
        else cells[row][column++] = c;
      }
      return this;
    }

    private int escape(String bytes, int from) {
      int at = from;
      while (Character.isDigit(bytes.charAt(at))) at++;
      if (bytes.charAt(at) == 'A') row -= Integer.parseInt(bytes.substring(from, at));
      else if (bytes.charAt(at) == 'J') eraseBelow();
      else throw new AssertionError("unknown escape " + bytes.charAt(at));
      return at;
    }

    private void eraseBelow() {
      for (int i = column; i < COLUMNS; i++) cells[row][i] = 0;
      for (int i = row + 1; i < ROWS; i++) cells[i] = new char[COLUMNS];
    }

    private void lineFeed() {
      column = 0;
      if (++row < ROWS) return;
      scrolled.append(text(cells[0])).append('\n');
      for (int i = 1; i < ROWS; i++) cells[i - 1] = cells[i];
      cells[--row] = new char[COLUMNS];
    }

    private static String text(char[] line) {
      return new String(line).replace('\0', ' ').stripTrailing();
    }

    String all() {
      StringBuilder all = new StringBuilder(scrolled);
      for (char[] line : cells) all.append(text(line)).append('\n');
      return all.toString().stripTrailing();
    }
  }

  private void begin() {
    Services services = new Services().longrun("net").oneshot("disk").oneshot("web", 0, 1);
    RcDatabase database = services.database();
    RcState state =
        new RcState(database, new byte[3], new boolean[] {true, true, true}, new boolean[3], true);
    screen.begin(new ProgressBlock(database, state));
  }

  private void print(String text) {
    posix.write(2, CString.of(text), 0, text.length());
  }

  private String shown() {
    return new Terminal().feed(posix.errors()).all();
  }

  private void pass(int millis) {
    posix.poll(new Poller(0), millis);
  }

  @Test
  void aQuickChangeShowsNothing() {
    begin();
    pass(250);
    screen.look();
    screen.erase();
    assertEquals("", posix.errors());
  }

  @Test
  void theBlockIsDrawnAndTakenAway() {
    begin();
    pass(400);
    screen.look();
    assertTrue(shown().contains("starting: 0 of 3 up"), shown());
    screen.erase();
    assertEquals("", shown());
  }

  @Test
  void whatServicesPrintStays() {
    begin();
    StringBuilder printed = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      pass(300);
      screen.look();
      print("line " + i + "\n");
      printed.append("line ").append(i).append('\n');
    }
    screen.erase();
    assertEquals(printed.toString().strip(), shown());
  }

  @Test
  void itDrawsOnlySoOften() {
    begin();
    pass(400);
    screen.look();
    String once = posix.errors();
    screen.look();
    pass(100);
    screen.look();
    assertEquals(once, posix.errors());
    pass(150);
    screen.look();
    assertTrue(posix.errors().length() > once.length());
  }

  @Test
  void aFileIsNoTerminal() {
    assertFalse(ProgressScreen.isPossible(posix));
  }
}
