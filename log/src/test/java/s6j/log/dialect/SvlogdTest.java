package s6j.log.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.log.LogStoryTest;
import s6j.log.Logger;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;

/** svlogd; expectations are the output of runit 2.1.2 unless a test says otherwise. */
class SvlogdTest {
  private final FakePosix kernel = new FakePosix().directory("/w");

  private int run(String config, String input, String... options) {
    kernel.file("/w/config", config);
    Logger.feed(kernel, input);
    byte[][] arguments = new byte[options.length + 2][];
    arguments[0] = CString.of("svlogd");
    for (int i = 0; i < options.length; i++) arguments[i + 1] = CString.of(options[i]);
    arguments[options.length + 1] = CString.of("/w");
    return SvlogdMain.run(kernel, SvlogdMain.declaration(), arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "-r, ., '', '', 'a.b.c.d.e.f xyz\n'",
    "-R, xz, '', '', 'a_b_c_d_e_f _y_\n'",
    "-r, ., -R, xz, 'a.b.c.d.e.f .y.\n'"
  })
  void bytesAreReplaced(String a, String b, String c, String d, String expected) {
    String[] options = c.isEmpty() ? new String[] {a, b} : new String[] {a, b, c, d};
    assertEquals(0, run("", "a\001b\tc\351d\177e\000f xyz\n", options));
    assertEquals(expected, kernel.text("/w/current"));
  }

  @Test
  void whatIsReplacedIsSeenByPatterns() {
    assertEquals(0, run("-*\n+a.b\n", "a\001b\na\001c\n", "-r", "."));
    assertEquals("a.b\n", kernel.text("/w/current"));
  }

  /** The manual's rule; runit also takes a line that ends within the repetition. */
  @Test
  void aPlusRepeatsTheNextCharacter() {
    assertEquals(0, run("-*\n++a+bc\n", "aabbbc\nac\nabc\nabbcd\n"));
    assertEquals("aabbbc\nabc\n", kernel.text("/w/current"));
  }

  @Test
  void standardErrorHasSelectionsOfItsOwn() {
    assertEquals(0, run("pP: \n-*b*\ne*b*\nEabx\n", "aby\nabx\nc\n"));
    assertEquals("P: c\n", kernel.text("/w/current"));
    assertEquals("P: aby\n", kernel.errors());
  }

  @Test
  void patternsSeeTheBeginningOfALine() {
    assertEquals(0, run("-aaa\n", "aaab\nbbbb\n", "-l", "3", "-b", "10"));
    assertEquals("bbbb\n", kernel.text("/w/current"));
  }

  @ParameterizedTest
  @CsvSource({"-r, ab", "-b, 500", "-l, 2000"})
  void badOptionsAreUsageErrors(String option, String value) {
    assertEquals(111, run("", "x\n", option, value));
  }

  /** As with runit a number is what a text begins with, and 0 is the default. */
  @ParameterizedTest
  @CsvSource({"-l, x", "-l, 0", "-b, x", "-l, 10x", "-b, 1024bytes"})
  void numbersOfOptionsAreWhatTheyBeginWith(String option, String value) {
    assertEquals(0, run("", "x\n", option, value));
    assertEquals("x\n", kernel.text("/w/current"));
  }

  /** Nothing in a config may keep a logger from logging: its service would wait for it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sfoo",
        "s",
        "s5000bytes",
        "s1m",
        "s5k",
        "n",
        "nfive",
        "n5\nN5",
        "N20",
        "t1h",
        "t",
        "t2x",
        "t",
        "zzz",
        "q1",
        "p",
        "!",
        "s99999999999999999999",
        "t99999999999999999999m"
      })
  void noConfigKeepsLinesFromBeingLogged(String config) {
    assertEquals(0, run(config + "\n", "hello\n"));
    assertEquals("hello\n", kernel.text("/w/current"));
  }

  @Test
  void anyNumberOfPatternsAndAnyPrefix() {
    String patterns = "-a*\n".repeat(1000) + "+abc\n";
    assertEquals(0, run("p" + "x".repeat(2000) + "\n" + patterns, "abc\nabd\n"));
    assertEquals("x".repeat(1024) + "abc\n", kernel.text("/w/current"));
  }

  @ParameterizedTest
  @CsvSource({"s5k, 5120", "s5000, 5000", "s1m, 1048576"})
  void sizesHaveUnits(String config, int size) {
    assertEquals(0, run(config + "\nn0\n", Logger.lines(0, 12000)));
    for (String archive : Logger.archives(kernel, "/w"))
      assertTrue(kernel.bytes("/w/" + archive).length <= size);
    assertEquals(Logger.lines(0, 12000), Logger.contents(kernel, "/w"));
    assertTrue(Logger.archives(kernel, "/w").size() >= 1_200_000 / size);
  }

  /** Cut where it could not be matched any further. */
  @Test
  void whatIsShownIsCut() {
    assertEquals(0, run("e*\n", "123456789\n1234567890\n12345678901\n", "-l", "10"));
    assertEquals("123456789\n1234567890...\n1234567890...\n", kernel.errors());
  }

  @Test
  void aNulIsAByteLikeOthers() {
    assertEquals(0, run("", "a\0b\n"));
    assertEquals("a\0b\n", kernel.text("/w/current"));
  }

  /** Archives of the future are the oldest here, too. */
  @Test
  void theClockWasSetBack() {
    kernel.setRealtime(1_700_000_000_000_000_000L);
    for (int i = 1; i <= 3; i++) kernel.file("/w/@40000000800000000000000" + i + ".s", "future\n");
    assertEquals(0, run("s4096\nn3\n", Logger.lines(0, 200)));
    String kept = Logger.contents(kernel, "/w");
    assertTrue(Logger.lines(0, 200).endsWith(kept) && kept.length() > 6000);
  }

  /** One that another logger holds is passed over like one that is not there. */
  @Test
  void aDirectoryInUseIsPassedOver() {
    kernel.directory("/v");
    kernel.file("/v/lock", "");
    int[] locks = new int[1];
    Posix posix = refusingFirstLock(kernel, locks);
    Logger.feed(kernel, "x\n");
    byte[][] arguments = {CString.of("svlogd"), CString.of("/v"), CString.of("/w")};
    assertEquals(0, SvlogdMain.run(posix, SvlogdMain.declaration(), arguments));
    assertEquals("x\n", kernel.text("/w/current"));
    assertTrue(kernel.errors().contains("warning: unable to lock /v/lock"), kernel.errors());
    arguments = new byte[][] {CString.of("svlogd"), CString.of("/v")};
    locks[0] = 0;
    Logger.feed(kernel, "x\n");
    assertEquals(111, SvlogdMain.run(posix, SvlogdMain.declaration(), arguments));
    assertTrue(kernel.errors().contains("no functional log directories"), kernel.errors());
  }

  @Test
  void linesAreSentAndStored() {
    int receiver = receiver(kernel);
    assertEquals(0, run("u127.0.0.1:40000\npP: \n-c*\n", "a\nc\nb\n"));
    assertEquals(List.of("P: a\n", "P: b\n"), datagrams(kernel, receiver));
    assertEquals("P: a\nP: b\n", kernel.text("/w/current"));
  }

  @Test
  void linesAreOnlySent() {
    int receiver = receiver(kernel);
    assertEquals(0, run("U127.0.0.1:40000\nu127.0.0.1:40000\ne*b*\n", "a\nb\n"));
    assertEquals(List.of("a\n", "b\n"), datagrams(kernel, receiver));
    assertEquals("", kernel.text("/w/current"));
    assertEquals("b\n", kernel.errors());
  }

  @Test
  void aLongLineIsSentInPart() {
    int receiver = receiver(kernel);
    String input = "0123456789\n012345678\n" + "y".repeat(50000) + "\n";
    assertEquals(0, run("u127.0.0.1:40000\n", input, "-l", "10"));
    assertEquals(
        List.of("0123456789...\n", "012345678\n", "yyyyyyyyyy...\n"), datagrams(kernel, receiver));
    assertEquals(input, kernel.text("/w/current"));
  }

  /** Where nobody listens the kernel says nothing; what it refuses is told in the directory. */
  @Test
  void whatCannotBeSentIsStoredWithAComplaint() {
    kernel.file("/w/config", "U127.0.0.1:40000\npP \n");
    Logger.feed(kernel, "a\n\n");
    Posix deaf = LogStoryTest.answering(kernel, "sendTo", -101);
    byte[][] arguments = {CString.of("svlogd"), CString.of("/w")};
    assertEquals(0, SvlogdMain.run(deaf, SvlogdMain.declaration(), arguments));
    String complaint = "warning: failure sending through udp: P ";
    assertEquals(complaint + "a\n" + complaint + "\n", kernel.text("/w/current"));
    Logger.feed(kernel, "b\n");
    deaf = LogStoryTest.answering(kernel, "socket", -24);
    assertEquals(0, SvlogdMain.run(deaf, SvlogdMain.declaration(), arguments));
    assertTrue(kernel.text("/w/current").endsWith("warning: no udp socket available: P b\n"));
  }

  /** runit stores nothing behind a U with no address; here no line is lost. */
  @ParameterizedTest
  @CsvSource({"Uxx", "u127.0.0.1:abc", "U127.0.0.1:0", "u127.0.0.256", "U127.0.0.1:70000"})
  void whatIsNoAddressIsPassedOver(String line) {
    assertEquals(0, run(line + "\n", "hello\n"));
    assertEquals("hello\n", kernel.text("/w/current"));
    assertTrue(kernel.errors().contains(line.substring(1)), kernel.errors());
  }

  /** A kernel in which another process holds the first lock that is asked for. */
  private static Posix refusingFirstLock(FakePosix kernel, int[] locks) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("lock") && locks[0]++ == 0) return -Errno.EAGAIN;
              try {
                return method.invoke(kernel, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private static int receiver(FakePosix kernel) {
    int receiver = kernel.socket(Posix.AF_INET, Posix.SOCK_DGRAM, OpenFlags.O_NONBLOCK);
    SocketAddress address = new SocketAddress();
    address.inet(127 << 24 | 1, 40000);
    assertEquals(0, kernel.bind(receiver, address));
    return receiver;
  }

  private static List<String> datagrams(FakePosix kernel, int receiver) {
    List<String> datagrams = new ArrayList<>();
    byte[] bytes = new byte[20000];
    int count = kernel.receiveFrom(receiver, bytes, 0, bytes.length, null);
    for (; count >= 0; count = kernel.receiveFrom(receiver, bytes, 0, bytes.length, null))
      datagrams.add(CString.text(CString.slice(bytes, 0, count)));
    return datagrams;
  }

  @Test
  void aDirectoryThatIsNotThereIsPassedOver() {
    assertEquals(0, run("", "x\n", "/missing"));
    assertEquals("x\n", kernel.text("/w/current"));
    assertTrue(kernel.errors().contains("unable to open log directory: /missing"));
  }
}
