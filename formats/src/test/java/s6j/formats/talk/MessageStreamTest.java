package s6j.formats.talk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.DescriptorSet;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** Messages between the two ends of a socket pair (docs/specification/s6.md, C.9). */
class MessageStreamTest {
  private static final int LARGEST = 3000;
  private static final List<String> NOTHING_ELSE = List.of("3 socket 3", "4 socket 4");

  private final FakePosix posix = new FakePosix();
  private final MessageStream sender;
  private final MessageStream receiver;

  MessageStreamTest() {
    int[] ends = new int[2];
    posix.socketpair(Posix.SOCK_STREAM, ends);
    for (int end : ends) posix.setNonBlocking(end, true);
    sender = new MessageStream(posix, ends[0], ends[0], LARGEST);
    receiver = new MessageStream(posix, ends[1], ends[1], LARGEST);
  }

  private DescriptorSet descriptors(int count) {
    DescriptorSet set = new DescriptorSet();
    int flags = OpenFlags.O_CLOEXEC;
    for (int i = 0; i < count; i++)
      set.descriptors[set.count++] = posix.open(Posix.CWD, CString.of("/dev/null"), flags, 0);
    return set;
  }

  private void close(DescriptorSet set) {
    for (int i = 0; i < set.count; i++) posix.close(set.descriptors[i]);
  }

  @Property(tries = 200)
  void whatIsSentArrives(
      @ForAll @Size(max = LARGEST) byte[] body, @ForAll @IntRange(max = 20) int count) {
    DescriptorSet sent = descriptors(count);
    assertEquals(0, sender.send(body, body.length, sent, 0));
    close(sent);
    assertEquals(body.length, receiver.receive(0));
    assertArrayEquals(body, Arrays.copyOf(receiver.body(), body.length));
    assertEquals(count, receiver.descriptors().count);
    receiver.drop();
    assertEquals(NOTHING_ELSE, posix.openDescriptors());
    assertEquals(-Errno.ETIMEDOUT, receiver.receive(0));
  }

  /** 4 bytes length, 2 bytes count of descriptors, the body. */
  @Test
  void theBytesAreTheReferences() {
    sender.send(CString.of("abc"), 3, null, 0);
    byte[] bytes = new byte[20];
    assertEquals(9, posix.read(4, bytes, 0, 20));
    assertArrayEquals(CString.of("\0\0\0\3\0\0abc"), Arrays.copyOf(bytes, 9));
  }

  @Property(tries = 300)
  void randomBytesNeverThrowNorLeak(
      @ForAll @Size(max = 60) byte[] bytes, @ForAll @IntRange(max = 3) int count) {
    if (bytes.length > 2)
      bytes[0] = bytes[1] = bytes[2] = 0; // the first message: a length in reach
    DescriptorSet sent = descriptors(count);
    if (bytes.length > 0) posix.sendWithDescriptors(3, bytes, 0, bytes.length, sent);
    close(sent);
    int length = receiver.receive(0);
    while (length >= 0) {
      receiver.drop();
      length = receiver.receive(0);
    }
    List<Integer> possible = List.of(-Errno.ETIMEDOUT, -Errno.EPROTO, -Errno.EMSGSIZE);
    assertTrue(possible.contains(length), length + "");
    assertEquals(NOTHING_ELSE, posix.openDescriptors());
    byte[] rest = new byte[100];
    while (posix.read(4, rest, 0, rest.length) > 0)
      ;
  }

  @Test
  void anAnnouncedGiantIsRefusedAndReservesNothing() {
    byte[] header = {0x7f, -1, -1, -1, 0, 0};
    posix.write(3, header, 0, header.length);
    assertEquals(-Errno.EMSGSIZE, receiver.receive(0));
  }

  @Test
  void anEndInTheMiddleIsNoMessage() {
    posix.write(3, new byte[] {0, 0, 0, 9, 0, 0, 1}, 0, 7);
    posix.close(3);
    assertEquals(-Errno.EPIPE, receiver.receive(0));
  }
}
