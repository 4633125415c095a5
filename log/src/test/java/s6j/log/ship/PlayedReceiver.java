package s6j.log.ship;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import s6j.formats.talk.ListenAddress;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/** A receiver, played by the test: it looks at its socket every 10 ms. */
final class PlayedReceiver {
  private static final int STEP = 10;

  /** What came over each connection, as far as it was taken. */
  final List<String> taken = new ArrayList<>();

  /** Every one, whatever came of it. */
  final List<String> heard = new ArrayList<>();

  /** Answers in this order, the last one again and again; of others than HTTP none. */
  final List<String> answers = new ArrayList<>();

  /** Whether it takes nothing at present. */
  boolean isAway;

  /** Whether it closes connections without having read them to their ends. */
  boolean isRude;

  private final FakePosix machine;
  private final FakePosix own;
  private final boolean isHttp;
  private final int listening;
  private int connection = -1;
  private String content = "";

  PlayedReceiver(FakePosix machine, String where, boolean isHttp) {
    this.machine = machine;
    this.isHttp = isHttp;
    own = machine.another();
    own.ignoreSignal(Signal.SIGPIPE);
    ListenAddress address = new ListenAddress();
    if (!address.read(CString.of(where))) throw new AssertionError(where);
    listening = own.socket(address.address.family, Posix.SOCK_STREAM, OpenFlags.O_NONBLOCK);
    if (own.bind(listening, address.address) < 0) throw new AssertionError(where);
    own.listen(listening, 5);
    answers.add("HTTP/1.1 204 No Content\r\n\r\n");
    machine.after(STEP, this::look);
  }

  static String answer(int status, String more) {
    return "HTTP/1.1 " + status + " So\r\n" + more + "Content-Length: 2\r\n\r\nso";
  }

  private void look() {
    machine.after(STEP, this::look);
    if (isAway) return;
    if (connection < 0) {
      connection = own.accept(listening, new SocketAddress(), OpenFlags.O_NONBLOCK);
      content = "";
    }
    if (connection < 0) return;
    byte[] bytes = new byte[1 << 16];
    int got = own.read(connection, bytes, 0, isRude ? 10 : bytes.length);
    if (got > 0) content += new String(bytes, 0, got, StandardCharsets.ISO_8859_1);
    if (isRude && got > 0) end(false);
    else if (isHttp && isWhole()) answer();
    else if (got == 0) end(!isHttp);
  }

  private boolean isWhole() {
    int head = content.indexOf("\r\n\r\n");
    if (head < 0) return false;
    int from = content.indexOf("Content-Length: ") + 16;
    int length = Integer.parseInt(content.substring(from, content.indexOf("\r\n", from)));
    return content.length() == head + 4 + length;
  }

  private void answer() {
    String answer = answers.size() > 1 ? answers.remove(0) : answers.get(0);
    own.write(connection, CString.of(answer), 0, answer.length());
    end(answer.startsWith("HTTP/1.1 2"));
  }

  private void end(boolean isTaken) {
    heard.add(content);
    if (isTaken) taken.add(content);
    own.close(connection);
    connection = -1;
  }

  /** All bodies that were taken. */
  String bodies() {
    StringBuilder all = new StringBuilder();
    for (String one : taken) all.append(isHttp ? one.substring(one.indexOf("\r\n\r\n") + 4) : one);
    return all.toString();
  }

  /** How often a word is in what was taken. */
  int count(String word) {
    return bodies().split(java.util.regex.Pattern.quote(word), -1).length - 1;
  }
}
