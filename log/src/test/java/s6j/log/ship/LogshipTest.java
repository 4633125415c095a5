package s6j.log.ship;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.cli.Family;
import s6j.log.LogTools;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** Stories of lines that are sent elsewhere, and of what may come in between. */
class LogshipTest {
  /** 2023-11-14 22:13:20 UTC. */
  private static final long NOW = 1_700_000_000_000_000_000L;

  private static final String[] AT = {
    "@400000006553f12500000000", "@400000006553f12600000000", "@400000006553f12700000000",
    "@400000006553f12800000000", "@400000006553f12900000000", "@400000006553f12a00000000"
  };

  private static final String LOKI = "loki http://127.0.0.1:3100 /web";

  private FakePosix posix = new FakePosix();

  @BeforeEach
  void begin() {
    prepare(posix);
  }

  private static FakePosix prepare(FakePosix machine) {
    machine.setRealtime(NOW);
    machine.directory("/web");
    machine.file("/web/" + AT[1] + ".s", AT[0] + " w0\n" + AT[1] + " w1\n");
    machine.file("/web/current", AT[2] + " w2\nmore\n");
    return machine;
  }

  private static int call(Posix machine, String line) {
    String[] words = ("s6-logship -H box " + line).split(" ");
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    return Family.run(machine, LogTools.senders(), arguments);
  }

  private void run(long millis, String line) {
    posix.after(millis, () -> posix.signal(Signal.SIGTERM));
    assertEquals(0, call(posix, line), posix.errors());
    assertEquals("[]", posix.complaints().toString());
  }

  private static void append(FakePosix machine, String text) {
    FakePosix logger = machine.another();
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_APPEND | OpenFlags.O_CREAT;
    int fd = logger.open(Posix.CWD, CString.of("/web/current"), flags, 0644);
    logger.write(fd, CString.of(text), 0, text.length());
    logger.close(fd);
  }

  private static void rotate(FakePosix machine, String label) {
    FakePosix logger = machine.another();
    byte[] archive = CString.of("/web/" + label + ".s");
    logger.rename(Posix.CWD, CString.of("/web/current"), Posix.CWD, archive);
    append(machine, "");
  }

  private PlayedReceiver serve(String where, boolean isHttp) {
    return new PlayedReceiver(posix, where, isHttp);
  }

  private String place() {
    return posix.text("/place");
  }

  @Test
  void lokiGetsStreams() {
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    run(10_000, "-a pod=a\"b -w 0 " + LOKI);
    assertEquals(2, loki.taken.size());
    String head = "POST /loki/api/v1/push HTTP/1.1\r\nHost: 127.0.0.1:3100\r\n";
    assertTrue(loki.taken.get(0).startsWith(head), loki.taken.get(0));
    String stream =
        "{\"streams\":[{\"stream\":{\"service_name\":\"web\",\"host\":\"box\",\"pod\":\"a\\\"b\"},"
            + "\"values\":[";
    assertEquals(
        stream
            + "[\"1700000000000000000\",\"w0\"],[\"1700000001000000000\",\"w1\"]]}]}"
            + stream
            + "[\"1700000002000000000\",\"w2\"],[\"1700000002000000000\",\"more\"]]}]}",
        loki.bodies());
    assertEquals("", posix.errors());
    assertTrue(place().endsWith("\ncounts 4 0 0\n"), place());
  }

  @Test
  void syslogGetsMessagesBehindTheirLengths() {
    PlayedReceiver syslog = serve("unix:/log", false);
    run(10_000, "-P 11 -a a=]x syslog unix:/log /web");
    String text = syslog.bodies();
    assertTrue(text.matches("(?s)\\d+ <11>1 2023-11-14T22:13:20.000000Z box web - - \\[line@.*"));
    int count = 0;
    for (int at = 0; at < text.length(); count++) {
      int blank = text.indexOf(' ', at);
      int length = Integer.parseInt(text.substring(at, blank));
      String one = text.substring(blank + 1, blank + 1 + length);
      assertTrue(
          one.matches("<11>1 \\S+ box web - - \\[line@32473 id=\"\\S+\" a=\"\\\\]x\"\\] .*"));
      at = blank + 1 + length;
    }
    assertEquals(4, count);
  }

  @Test
  void gelfGetsObjectsWithAZeroBehind() {
    append(posix, "\n\377\0\n");
    PlayedReceiver gelf = serve("tcp:[::1]:12201", false);
    run(10_000, "gelf tcp:[::1]:12201 /web");
    String[] messages = gelf.bodies().split("\0");
    assertEquals(6, messages.length);
    assertTrue(
        messages[0].matches(
            "\\{\"version\":\"1.1\",\"host\":\"box\",\"level\":6,\"_service\":\"web\","
                + "\"_line_id\":\"[-0-9a-f]+\",\"timestamp\":1700000000.000000,"
                + "\"short_message\":\"w0\"}"),
        messages[0]);
    assertTrue(messages[4].endsWith("\"short_message\":\"-\"}"), messages[4]);
    assertTrue(messages[5].endsWith("\"short_message\":\"\\u00ff\\u0000\"}"), messages[5]);
  }

  @Test
  void otlpGetsRecords() {
    PlayedReceiver otlp = serve("unix:/otlp", true);
    posix.file("/head", "Authorization: Bearer x\n\nX-A: b\n");
    run(10_000, "-s /otlp -h /head otlp http://collector/ /web");
    String first = otlp.taken.get(0);
    assertTrue(first.startsWith("POST /v1/logs HTTP/1.1\r\nHost: collector\r\n"), first);
    assertTrue(first.contains("\r\nAuthorization: Bearer x\r\nX-A: b\r\nContent-Length: "), first);
    assertEquals(4, otlp.count("\"log.record.uid\""));
    assertEquals(4, otlp.count("\"severityNumber\":9,\"severityText\":\"INFO\""));
    assertEquals(1, otlp.count("{\"timeUnixNano\":\"1700000000000000000\""));
  }

  @Test
  void whatIsWrittenLaterIsSentThen() {
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    for (int i = 0; i < 20; i++) {
      int number = i;
      posix.after(5000 + 700 * i, () -> append(posix, "line" + number + "\n"));
      if (i % 5 == 4)
        posix.after(
            5001 + 700 * i,
            () -> rotate(posix, AT[3].substring(0, 24) + (char) ('a' + number / 5)));
    }
    run(40_000, LOKI);
    for (int i = 0; i < 20; i++) assertEquals(1, loki.count("\"line" + i + "\""), "line" + i);
    assertEquals(1, loki.count("\"w0\""));
    assertTrue(loki.taken.size() > 8, "gathered in " + loki.taken.size());
    assertEquals("", posix.errors());
  }

  @Test
  void anUnfinishedLineIsWaitedFor() {
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    append(posix, "half");
    posix.after(9000, () -> append(posix, "done\n"));
    run(20_000, LOKI);
    assertEquals(1, loki.count("\"halfdone\""));
  }

  @Test
  void aReceiverThatIsAwayIsWaitedFor() {
    posix.after(100_000, () -> serve("tcp:127.0.0.1:3100", true));
    List<PlayedReceiver> late = new ArrayList<>();
    posix = prepare(new FakePosix());
    posix.after(100_000, () -> late.add(serve("tcp:127.0.0.1:3100", true)));
    run(300_000, LOKI);
    assertEquals(1, late.get(0).count("\"w0\""));
    assertEquals(1, late.get(0).count("\"more\""));
    assertEquals(
        "s6-logship: warning: unable to reach http://127.0.0.1:3100: Connection refused\n"
            + "s6-logship: info: http://127.0.0.1:3100 takes lines again\n",
        posix.errors());
  }

  @Test
  void aReceiverThatDoesNotAnswerIsAskedAgain() {
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    loki.isAway = true;
    posix.after(100_000, () -> loki.isAway = false);
    run(300_000, "-t 3000 " + LOKI);
    assertEquals(1, loki.count("\"more\""), loki.bodies());
    assertTrue(posix.errors().contains("unable to hear from http://127.0.0.1:3100: "));
  }

  @Test
  void whatAnotherTimeMayTakeIsSentAgain() {
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    loki.answers.add(0, PlayedReceiver.answer(503, ""));
    loki.answers.add(1, PlayedReceiver.answer(429, "Retry-After: 30\r\n"));
    loki.answers.add(2, "HTTP/1.1 100 Continue\r\n\r\n" + PlayedReceiver.answer(200, ""));
    posix.after(25_000, () -> assertEquals(2, loki.heard.size()));
    run(100_000, LOKI);
    assertEquals(1, loki.count("\"more\""));
    String said = posix.errors();
    assertTrue(said.contains("unable to send to http://127.0.0.1:3100: status 503"), said);
    assertTrue(said.contains("unable to send to http://127.0.0.1:3100: status 429"), said);
  }

  /** It is found by halves, and the others are taken. */
  @Test
  void aLineThatIsRefusedIsPassedOver() {
    append(posix, "bad\nfine\n");
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    loki.answers.clear();
    for (int status : new int[] {200, 400, 200, 413, 422, 200})
      loki.answers.add(PlayedReceiver.answer(status, ""));
    run(60_000, LOKI);
    assertEquals(0, loki.count("\"bad\""));
    for (String word : new String[] {"w0", "w1", "w2", "more", "fine"})
      assertEquals(1, loki.count("\"" + word + "\""), word);
    assertTrue(posix.errors().contains("refuses a line, which is passed over: status 422"));
    assertTrue(place().endsWith("\ncounts 5 1 0\n"), place());
  }

  /** What was not read to its end counts as not received. */
  @Test
  void aStreamIsReceivedWhenItsEndIs() {
    PlayedReceiver syslog = serve("tcp:127.0.0.1:601", false);
    syslog.isRude = true;
    posix.after(20_000, () -> syslog.isRude = false);
    run(100_000, "syslog tcp:127.0.0.1:601 /web");
    assertEquals(1, syslog.count("] w0"));
    assertEquals(1, syslog.count("] more"));
  }

  @Test
  void aConnectionCanBeKept() {
    PlayedReceiver syslog = serve("tcp:127.0.0.1:601", false);
    for (int i = 0; i < 5; i++) {
      int number = i;
      posix.after(5000 * i + 1, () -> append(posix, "line" + number + "\n"));
    }
    run(60_000, "-k syslog tcp:127.0.0.1:601 /web");
    posix.pass(1000);
    assertEquals(1, syslog.taken.size());
    for (int i = 0; i < 5; i++) assertEquals(1, syslog.count("] line" + i), "line" + i);
  }

  @Test
  void theNextGoesOnWhereOneHasEnded() {
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    run(10_000, LOKI);
    append(posix, "while away\n");
    rotate(posix, AT[4]);
    append(posix, "in another file\n");
    run(10_000, LOKI);
    for (String word : new String[] {"w0", "w1", "w2", "more", "while away", "in another file"})
      assertEquals(1, loki.count("\"" + word + "\""), word);
    assertEquals("", posix.errors());
  }

  @Test
  void archivesThatWereRemovedAreCounted() {
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    run(10_000, LOKI);
    loki.isAway = true;
    posix.after(1000, () -> append(posix, "one\n"));
    for (int i = 0; i < 5; i++) {
      int number = i;
      posix.after(10_000 + 2000 * i, () -> rotate(posix, AT[5].substring(0, 24) + number));
      posix.after(10_001 + 2000 * i, () -> append(posix, "next" + number + "\n"));
    }
    posix.after(
        30_000,
        () -> {
          for (int i = 0; i < 4; i++)
            posix.unlink(Posix.CWD, CString.of("/web/" + AT[5].substring(0, 24) + i + ".s"));
        });
    posix.after(40_000, () -> loki.isAway = false);
    run(200_000, LOKI);
    // It was sent before the receiver was given up, and again.
    assertTrue(loki.count("\"one\"") > 0);
    // The file that was open is read to its end, and three behind it are lost.
    for (int i = 0; i < 5; i++)
      assertEquals(i < 3 ? 0 : 1, loki.count("\"next" + i + "\""), "next" + i);
    assertTrue(
        posix
            .errors()
            .contains("warning: files of /web were gone before all of their lines were sent: 3"),
        posix.errors());
    assertTrue(place().endsWith(" 3\n"), place());
  }

  @Test
  void whatAProcessorMadeOfTheFileIsSentFromThePlaceOn() {
    append(posix, AT[3] + " w3\n");
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    run(10_000, LOKI);
    posix.unlink(Posix.CWD, CString.of("/web/current"));
    posix.file("/web/" + AT[4] + ".s", AT[2] + " w2\n" + AT[3] + " w3\n" + AT[4] + " w4\n");
    posix.file("/web/current", AT[5] + " w5\n");
    run(10_000, LOKI);
    for (String word : new String[] {"w2", "w3", "w4", "w5"})
      assertEquals(1, loki.count("\"" + word + "\""), word);
    assertEquals("", posix.errors());
  }

  @Test
  void aFileThatIsGoneIsToldOf() {
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    run(10_000, LOKI);
    posix.unlink(Posix.CWD, CString.of("/web/current"));
    posix.file("/web/current", AT[5] + " w5\n");
    run(10_000, LOKI);
    assertEquals(1, loki.count("\"w5\""));
    assertTrue(
        posix.errors().contains("files of /web were gone before all of their lines were sent: 1"),
        posix.errors());
  }

  @Test
  void longLinesComeInPieces() {
    append(posix, "x".repeat(75) + "\u00c3\u00a4" + "y".repeat(100) + "\n");
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    run(10_000, "-l 76 " + LOKI);
    assertEquals(1, loki.count("\"" + "x".repeat(75) + "\""));
    assertEquals(1, loki.count("\"\u00c3\u00a4" + "y".repeat(74) + "\""));
    assertEquals(1, loki.count("\"" + "y".repeat(26) + "\""));
  }

  @Test
  void muchIsSentInManyPieces() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 20_000; i++) all.append("number ").append(i).append(" of many\n");
    append(posix, all.toString());
    PlayedReceiver loki = serve("tcp:127.0.0.1:3100", true);
    run(60_000, LOKI);
    assertEquals(20_000, loki.count(" of many\""));
    assertEquals(1, loki.count("number 19999 of"));
    assertTrue(loki.taken.size() >= 20);
  }

  @Test
  void aPlaceThatIsNoneIsNotUsed() {
    posix.file("/place", "nonsense\n");
    assertEquals(111, call(posix, LOKI));
    assertTrue(posix.errors().contains("unable to use place: Protocol error"), posix.errors());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "loki http://127.0.0.1:3100",
        "loki https://127.0.0.1:3100 /web",
        "loki http://example.org/ /web",
        "loki tcp:127.0.0.1:1 /web",
        "beats tcp:127.0.0.1:1 /web",
        "syslog udp:127.0.0.1:1 /web",
        "-a id=x gelf tcp:127.0.0.1:1 /web",
        "-a a-b=x gelf tcp:127.0.0.1:1 /web",
        "-l 75 gelf tcp:127.0.0.1:1 /web",
        "-P 192 syslog tcp:127.0.0.1:1 /web",
        "-d 9 syslog tcp:127.0.0.1:1 /web",
        "-h /web/current loki http://127.0.0.1:3100 /web"
      })
  void theCommandLineIsChecked(String line) {
    assertEquals(100, call(posix, line));
    assertFalse(posix.errors().isEmpty());
  }

  @Test
  void noFailingCallEndsIt() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix machine = prepare(new FakePosix());
              PlayedReceiver loki = new PlayedReceiver(machine, "tcp:127.0.0.1:3100", true);
              machine.after(20_000, () -> append(machine, "late\n"));
              machine.after(30_000, () -> rotate(machine, AT[4]));
              machine.after(40_000, () -> append(machine, "later\n"));
              machine.after(200_000, () -> machine.signal(Signal.SIGTERM));
              int code = call(faulty.around(machine), LOKI);
              if (code != 0) {
                assertTrue(machine.errors().contains("fatal: "), machine.errors());
                return;
              }
              for (String word : new String[] {"w0", "w1", "w2", "more", "late", "later"})
                assertTrue(loki.count("\"" + word + "\"") > 0, word + ": " + loki.bodies());
            });
    assertTrue(calls > 60, calls + " calls");
  }

  private static boolean isKilled(Posix machine, String line) {
    try {
      call(machine, line);
      return false;
    } catch (FaultyPosix.Death end) {
      return true;
    }
  }

  /** At least once, and known by the same id if it is twice. */
  @Test
  void whereverItIsKilledNoLineIsLost() {
    FaultyPosix.sweepDeaths(
        deadly -> {
          FakePosix machine = prepare(new FakePosix());
          PlayedReceiver gelf = new PlayedReceiver(machine, "tcp:127.0.0.1:12201", false);
          String line = "gelf tcp:127.0.0.1:12201 /web";
          machine.after(5000, () -> append(machine, "late\n"));
          machine.after(7000, () -> rotate(machine, AT[4]));
          machine.after(9000, () -> append(machine, "later\n"));
          FakePosix first = machine.another();
          boolean[] isOver = {false};
          machine.after(
              20_000,
              () -> {
                if (!isOver[0]) first.signal(Signal.SIGTERM);
              });
          boolean isKilled = isKilled(deadly.around(first), line);
          isOver[0] = true;
          first.endWith(isKilled ? Signal.SIGKILL : 0);
          FakePosix second = machine.another();
          machine.after(20_000, () -> second.signal(Signal.SIGTERM));
          call(second, line);
          List<String> ids = new ArrayList<>();
          for (String message : gelf.bodies().split("\0")) {
            String id = message.replaceAll(".*_line_id\":\"([^\"]*).*short_message", "$1 ");
            if (!ids.contains(id)) ids.add(id);
          }
          assertEquals(6, ids.size(), ids.toString());
        });
  }
}
