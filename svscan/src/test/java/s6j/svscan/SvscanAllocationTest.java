package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Millions of entries seen, and supervisors dead, leave nothing for a collector to do. */
@Tag("slow")
class SvscanAllocationTest {
  private static final int SCANS = 2000;

  /**
   * What the virtual machine may take meanwhile, which is more on a busy machine. One byte an entry
   * or an object a start would be a megabyte.
   */
  private static final long OWN_COST = 65_536;

  @Test
  void scansAndDeathsAllocateNothing() {
    Flood flood = new Flood(SCANS);
    assertEquals(0, flood.scan());
    assertTrue(flood.allocated() <= OWN_COST, flood.allocated() + " bytes");
    assertTrue(flood.entries() > 1_000_000, flood.entries() + " entries");
    assertTrue(flood.starts() > 100_000, flood.starts() + " starts");
  }
}
