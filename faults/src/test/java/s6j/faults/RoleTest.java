package s6j.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoleTest {
  @Test
  void processesAreKnownByTheirCommandLines() {
    assertEquals(Role.SCANNER, Role.of(List.of("/x/s6-svscan", "scan")));
    assertEquals(Role.SUPERVISOR, Role.of(List.of("s6-supervise", "s01")));
    assertEquals(Role.SUPERVISOR, Role.of(List.of("supervise", "s01")));
    assertEquals(Role.LOGGER, Role.of(List.of("s6-log", "-b", "/logs/s02")));
    assertEquals(Role.DAEMON, Role.of(List.of("/bin/sh", "./run")));
    assertEquals(Role.DAEMON, Role.of(List.of("sleep", Tree.LONG)));
    assertEquals(Role.OTHER, Role.of(List.of("sleep", "0.2")));
    assertEquals(Role.OTHER, Role.of(List.of()));
  }

  @Test
  void everyFaultIsDrawnAndASeedDrawsTheSame() {
    EnumSet<Fault> all = EnumSet.allOf(Fault.class);
    EnumSet<Fault> drawn = EnumSet.noneOf(Fault.class);
    Random first = new Random(5);
    Random second = new Random(5);
    for (int i = 0; i < 2000; i++) {
      Fault fault = Fault.any(first, all);
      assertEquals(fault, Fault.any(second, all));
      drawn.add(fault);
    }
    assertTrue(drawn.containsAll(all));
  }
}
