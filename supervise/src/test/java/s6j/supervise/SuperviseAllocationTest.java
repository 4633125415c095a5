package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten million letters through a supervisor leave nothing for a collector to do. */
@Tag("slow")
class SuperviseAllocationTest {
  private static final long LETTERS = 10_000_000;

  /**
   * What the virtual machine may take meanwhile, which is more on a busy machine. One byte a letter
   * would be ten megabytes, the smallest object a life 160 kB.
   */
  private static final long OWN_COST = 65_536;

  @Test
  void aFloodOfLettersAndDeathsAllocatesNothing() {
    Flood flood = new Flood("abqhkti12ypcPCKrloOdDuUQ?\nZ", LETTERS);
    assertEquals(0, flood.supervise());
    assertTrue(flood.allocated() <= OWN_COST, flood.allocated() + " bytes");
    assertTrue(flood.children() > 10_000, flood.children() + " lives");
  }

  @Test
  void norDoesOneThatNotesItsChildren() {
    Flood flood = new Flood("abqhkti12ypcPCKrloOdDuUQ?\nZ", LETTERS);
    assertEquals(0, flood.supervise("supervise"));
    assertTrue(flood.allocated() <= OWN_COST, flood.allocated() + " bytes");
    assertTrue(flood.children() > 10_000, flood.children() + " lives");
  }

  @Test
  void norDoesOneThatOnlyIsLookedAt() {
    Flood flood = new Flood("?\nZ*", LETTERS);
    assertEquals(0, flood.supervise());
    assertTrue(flood.allocated() <= OWN_COST, flood.allocated() + " bytes");
  }
}
