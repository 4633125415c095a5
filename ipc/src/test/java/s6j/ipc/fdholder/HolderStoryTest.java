package s6j.ipc.fdholder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.ipc.fdholder.Holder.answers;
import static s6j.ipc.fdholder.Holder.message;
import static s6j.ipc.fdholder.Holder.send;
import static s6j.ipc.fdholder.Holder.store;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;

/** Stories of an fd-holder and its clients, good and bad. */
class HolderStoryTest {
  private static final List<Integer> HUNG_UP = List.of(-1);
  private static final int NOFILE = 7;
  private static final int BIG_DUMP = 1000;
  private final List<List<Integer>> heard = new ArrayList<>();

  private static byte[] request(String body) {
    return message(CString.of(body), 0);
  }

  private void ask(Holder holder, byte[] bytes, int descriptors) {
    FakePosix[] client = new FakePosix[1];
    holder.then(
        () -> {
          client[0] = holder.connect();
          send(client[0], bytes, descriptors);
        });
    holder.then(() -> heard.add(answers(client[0])));
    holder.then(() -> client[0].close(3));
  }

  @Test
  void storesOnceListsDeletesAndTellsWhatIsHeld() {
    Holder holder = Holder.open();
    ask(holder, store("a"), 1);
    ask(holder, store("a"), 1);
    ask(holder, store("b"), 1);
    ask(holder, request("D\1b\0"), 0);
    ask(holder, request("D\1b\0"), 0);
    ask(holder, request("R\0\1a\0"), 0);
    ask(holder, request("L"), 0);
    assertEquals(1, holder.serve());
    assertEquals("[[0], [16], [0], [0], [2], [0], [0]]", heard.toString());
  }

  @Test
  void nothingIsGrantedThatNoRuleSays() {
    Holder holder = new Holder();
    ask(holder, store("a"), 1);
    ask(holder, request("D\1b\0"), 0);
    ask(holder, request("R\0\1a\0"), 0);
    ask(holder, request("L"), 0);
    ask(holder, request("?"), 0);
    ask(holder, request("!\0\0\0\1"), 0);
    assertEquals(0, holder.serve());
    for (List<Integer> answer : heard) assertEquals(List.of(Errno.EPERM), answer);
    assertEquals(6, heard.size());
  }

  @Test
  void whoHasNoRuleIsHungUpOn() {
    Holder holder = Holder.open();
    holder.posix.unlink(s6j.posix.Posix.CWD, CString.of("/rules/uid/self/allow"));
    ask(holder, request("L"), 0);
    assertEquals(0, holder.serve());
    assertEquals(List.of(HUNG_UP), heard);
  }

  @Test
  void aDumpIsTakenAsAWholeOrNotAtAll() {
    Holder holder = Holder.open();
    String limit = "`" + "\0".repeat(11);
    byte[] first = request("!\0\0\0\2");
    byte[] bad = message(CString.of("." + limit + "\1x\0" + limit + "\1y"), 2);
    byte[] good = message(CString.of("." + limit + "\1x\0" + limit + "\1y\0"), 2);
    sendDump(holder, first, bad);
    ask(holder, request("R\0\1x\0"), 0);
    sendDump(holder, first, good);
    ask(holder, request("R\0\1y\0"), 0);
    assertEquals(1, holder.serve());
    assertEquals("[[0, -1], [2], [0, 0], [0]]", heard.toString());
  }

  private void sendDump(Holder holder, byte[] first, byte[] second) {
    FakePosix[] client = new FakePosix[1];
    holder.then(
        () -> {
          client[0] = holder.connect();
          send(client[0], first, 0);
        });
    holder.then(() -> send(client[0], second, 2));
    holder.then(() -> heard.add(answers(client[0])));
    holder.then(() -> client[0].close(3));
  }

  @Test
  void whoSaysNothingIsHungUpOnInTime() {
    Holder holder = Holder.open();
    FakePosix[] client = new FakePosix[1];
    holder.then(() -> client[0] = holder.connect());
    holder.then(() -> send(client[0], new byte[] {0, 0, 0}, 0));
    holder.then(() -> heard.add(answers(client[0])));
    for (int i = 0; i < 60; i++) holder.then(() -> {});
    holder.then(() -> heard.add(answers(client[0])));
    holder.serve("-t", "500");
    assertEquals(List.of(List.of(), HUNG_UP), heard);
  }

  /**
   * A dump bigger than a socket takes: who does not read it keeps the next one waiting, not long.
   */
  @Test
  void whoReadsNoDumpIsHungUpOnWhenAnotherWaits() {
    Holder holder = Holder.open();
    holder.posix.setLimit(NOFILE, 4096, 4096);
    FakePosix[] clients = new FakePosix[3];
    holder.then(() -> clients[0] = holder.connect());
    for (int i = 0; i < BIG_DUMP; i++) {
      String id = (1000 + i) + "x".repeat(250);
      holder.then(() -> send(clients[0], store(id), 1));
    }
    for (int i = 1; i <= 2; i++) {
      int number = i;
      holder.then(() -> clients[number] = holder.connect());
      holder.then(() -> send(clients[number], request("?"), 0));
    }
    List<List<Integer>> read = new ArrayList<>();
    for (int i = 0; i < 200; i++) holder.pause(100).then(() -> read.add(answers(clients[2])));
    holder.then(() -> heard.add(answers(clients[1])));
    assertEquals(3, holder.serve());
    assertEquals(0, read.stream().flatMap(List::stream).findFirst().orElseThrow());
    assertTrue(read.stream().mapToInt(List::size).sum() > 1, "only the first message came");
    assertEquals(-1, heard.get(0).get(heard.get(0).size() - 1));
    assertEquals(List.of(), holder.posix.complaints());
  }

  /** Whatever clients send, no descriptor stays behind and others are served. */
  @Property(tries = 300)
  void hostileClientsLeaveNothingBehind(
      @ForAll @Size(max = 6) List<@Size(max = 40) byte[]> messages,
      @ForAll @IntRange(max = 5) int descriptors,
      @ForAll @IntRange(max = 7) int letter) {
    heard.clear();
    Holder holder = Holder.open();
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    holder.then(() -> before.addAll(holder.posix.openDescriptors()));
    for (byte[] bytes : messages) {
      byte[] framed = bytes.clone();
      if (framed.length > 0) framed[0] = (byte) "SDRL?!.S".charAt(letter);
      ask(holder, bytes, descriptors);
      ask(holder, message(framed, descriptors), descriptors);
    }
    holder.then(() -> after.addAll(holder.posix.openDescriptors()));
    ask(holder, store("honest"), 1);
    holder.serve();
    assertEquals(before.size(), after.size(), after::toString);
    assertEquals(List.of(0), heard.get(heard.size() - 1));
  }
}
