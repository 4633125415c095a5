package s6j.ipc.fdholder;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.ipc.fdholder.Holder.answers;
import static s6j.ipc.fdholder.Holder.message;
import static s6j.ipc.fdholder.Holder.send;
import static s6j.ipc.fdholder.Holder.store;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;

/** Whatever call fails, an fd-holder that has begun goes on and serves the next client. */
class HolderFaultTest {
  private static final int LEAST_CALLS = 60;

  @Test
  void noSingleFailingCallEndsTheHolder() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              Holder holder = Holder.open();
              List<List<Integer>> heard = new ArrayList<>();
              ask(holder, heard, store("a"), 1);
              ask(holder, heard, message(CString.of("R\0\1a\0"), 0), 0);
              ask(holder, heard, message(CString.of("?"), 0), 0);
              holder.pause(5000);
              ask(holder, heard, store("b"), 1);
              ask(holder, heard, store("c"), 1);
              int code = holder.serveOn(faulty.around(holder.posix));
              if (code == 111) return;
              assertTrue(code == 0 || code == 1, () -> code + " " + faulty.failed());
              // The one failure may have been this client's.
              boolean served = heard.subList(3, 5).contains(List.of(0));
              assertTrue(served, () -> heard + " " + faulty.failed());
            });
    assertTrue(calls > LEAST_CALLS, "only " + calls + " calls");
  }

  private static void ask(Holder holder, List<List<Integer>> heard, byte[] bytes, int count) {
    FakePosix[] client = new FakePosix[1];
    holder.then(
        () -> {
          client[0] = holder.connect();
          send(client[0], bytes, count);
        });
    holder.pause(2000).then(() -> heard.add(answers(client[0])));
    holder.then(() -> client[0].close(3));
  }
}
