package s6j.rc.update;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.formats.talk.FdholderClient;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.rc.change.Services;

/** Which pipes an update makes, and which it asks the fd-holder for. */
class PipeStoreTest {
  private static final int CLOSED = 99;

  private final FakePosix posix = new FakePosix();
  private final PipeStore store = new PipeStore(posix);

  /** The producer writes to the consumer; what of both was up goes on. */
  private static RcDatabase pipeline(String producer, String consumer) {
    RcDatabase set = new Services().longrun(producer).longrun(consumer).database();
    set.consumer[0] = 1;
    set.producers = new int[] {0};
    set.producerCount[1] = 1;
    return set;
  }

  /** With a holder that answers nothing. */
  private int update(RcDatabase old, RcDatabase fresh) {
    boolean[] up = {true, true};
    UpdatePlan plan = new UpdatePlan(old, fresh, up, new boolean[2], true);
    for (int i = 0; i < up.length; i++) plan.convert(i, new int[] {i});
    plan.compute();
    FdholderClient holder = new FdholderClient(posix, Deadline.NEVER);
    holder.use(CLOSED);
    return store.update(holder, plan);
  }

  private List<String> made() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < store.dump().count(); i++) names.add(CString.text(store.dump().id(i)));
    return names;
  }

  @Test
  void aPipeThatKeepsItsNameStaysWhereItIs() {
    assertEquals(0, update(pipeline("a", "b"), pipeline("c", "b")));
    assertEquals(List.of(), made());
  }

  @Test
  void aPipeUnderANewNameIsAskedFor() {
    assertEquals(-Errno.EBADF, update(pipeline("a", "b"), pipeline("a", "c")));
    assertEquals(List.of(), made());
  }

  @Test
  void aConsumerThatHadNoneGetsOne() {
    RcDatabase apart = new Services().longrun("a").longrun("b").database();
    assertEquals(-Errno.EBADF, update(apart, pipeline("a", "b")));
    assertEquals(List.of("pipe:s6rc-r-b", "pipe:s6rc-w-b"), made());
    store.dump().close(posix);
  }
}
