package s6j.log.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.formats.ByteSink;
import s6j.posix.CString;

/** Decisions, each by itself. */
class ShipPartsTest {
  private static String json(String bytes) {
    byte[] text = CString.of(bytes);
    return CString.text(JsonBytes.put(new ByteSink(64), text, 0, text.length).copy());
  }

  @Test
  void bytesBecomeTheInsideOfAString() {
    assertEquals("a\\\"b\\\\c\\t\\u0000\\u001b\\u007f", json("a\"b\\c\t\0\33\177"));
    assertEquals("\u00c3\u00a4\\u00ff", json("\u00c3\u00a4\u00ff"));
    assertEquals("\\u00ed\\u00a0\\u0080", json("\u00ed\u00a0\u0080"));
  }

  @Test
  void pausesGrow() {
    Pauses pauses = new Pauses();
    long before = 0;
    for (int i = 0; i < 10; i++) {
      long most = Math.min(1000L << i, 60_000);
      long pause = pauses.next(i * 7919 - 3);
      assertTrue(pause >= most / 2 && pause <= most, pause + " of " + most);
      before += pause;
    }
    assertTrue(before > 100_000);
    pauses.reset();
    assertTrue(pauses.next(-1) <= 1000);
  }

  @ParameterizedTest
  @CsvSource({
    "'HTTP/1.1 204 No Content|Server: x||', 204, TAKEN",
    "'HTTP/1.0 200 OK|Content-Length: 3||a|b', 200, TAKEN",
    "'HTTP/1.1 100 Continue||HTTP/1.1 413 Large||', 413, REFUSED",
    "'HTTP/1.1 400 Bad|Content-LENGTH: 0||', 400, REFUSED",
    "'HTTP/1.1 401 Who||', 401, NOT_NOW",
    "'HTTP/1.1 503 Later|Retry-After:  7 ||', 503, NOT_NOW",
    "'HTTP/2 200||', 0, NOT_NOW",
    "'nonsense||', 0, NOT_NOW",
    "'HTTP/1.1 20', 0, NOT_NOW"
  })
  void answersAreJudged(String text, int code, HttpAnswer.Verdict verdict) {
    HttpAnswer answer = new HttpAnswer();
    for (int pieces = 0; pieces < 2; pieces++) {
      answer.begin();
      byte[] bytes = CString.of(text.replace("|", "\r\n"));
      if (pieces == 0) answer.take(bytes, bytes.length);
      else for (byte b : bytes) answer.take(new byte[] {b}, 1);
      assertEquals(code, answer.code(), text);
      assertEquals(verdict, answer.verdict(), text);
    }
    if (code == 503) assertEquals(7, answer.retryAfter());
    if (code == 400) assertTrue(answer.isWhole());
    if (code == 204) assertFalse(answer.isWhole());
  }

  @Test
  void aPlaceIsReadAsItWasWritten() {
    ShipPlace place = new ShipPlace();
    place.origin = -3;
    byte[] archive = CString.of("@400000006553f12500000000.s");
    System.arraycopy(archive, 0, place.after, 0, archive.length);
    place.owed[0] = 7;
    place.owed[1] = 8;
    place.owedCount = 2;
    place.number = 12;
    place.inode = 99;
    place.offset = 4711;
    place.length = 12;
    place.hash = 0xfeedfacecafebeefL;
    place.stamp = 1_700_000_000_123_456_789L;
    place.taken = 1L << 40;
    place.lost = 2;
    byte[] text = new byte[ShipPlace.MOST];
    int length = place.encode(text);
    ShipPlace again = new ShipPlace();
    assertTrue(again.decode(text, length));
    byte[] same = new byte[ShipPlace.MOST];
    assertEquals(length, again.encode(same));
    assertEquals(CString.text(text), CString.text(same));
    // Nothing shorter, and no other byte, is taken for it; nor does it do harm.
    for (int i = 0; i < length; i++) assertFalse(new ShipPlace().decode(text, i), "cut at " + i);
    for (int i = 0; i < length; i++) {
      byte kept = text[i];
      text[i] = '!';
      assertFalse(new ShipPlace().decode(text, length), "wrong at " + i);
      text[i] = kept;
    }
  }

  @Test
  void theFirstPlaceIsShort() {
    byte[] text = new byte[ShipPlace.MOST];
    int length = new ShipPlace().encode(text);
    assertEquals(
        "s6-logship 1\norigin 0000000000000000\nafter -\nowed\nfile 0 0\n"
            + "taken 0 0 0000000000000000\nstamp -\ncounts 0 0 0\n",
        CString.text(CString.slice(text, 0, length)));
    assertTrue(new ShipPlace().decode(text, length));
  }
}
