package s6j.ipc.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The table of connections is a bag of (pid, user). */
class ConnectionsTest {
  private static final int MOST = 8;

  @Property
  void countsWhatIsOpen(@ForAll @Size(max = 60) List<@IntRange(min = -6, max = 3) Integer> steps) {
    Connections table = new Connections(MOST);
    List<int[]> model = new ArrayList<>();
    int pid = 100;
    for (int step : steps) {
      if (step < 0 && model.size() > 0) {
        int[] gone = model.remove(-step % model.size());
        int place = table.place(gone[0]);
        assertEquals(gone[1], table.user(place));
        table.close(place);
        assertEquals(Connections.UNKNOWN, table.place(gone[0]));
      } else if (step >= 0 && !table.isFull()) {
        model.add(new int[] {pid, step});
        table.open(pid++, step);
      }
      assertEquals(model.size(), table.count());
      assertEquals(model.size() == MOST, table.isFull());
      for (int user = 0; user <= 3; user++) {
        int wanted = user;
        assertEquals(model.stream().filter(c -> c[1] == wanted).count(), table.of(user));
      }
    }
  }
}
