package s6j.front.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One word for what s6-rc and s6 tell, as the page of s6j has it. */
class ServiceStateTest {
  private static ServiceState longrun(boolean up, boolean wanted, boolean running, String skipped) {
    String told =
        "{\"name\":\"a\",\"type\":\"longrun\",\"state\":\""
            + (up ? "up" : "down")
            + "\",\"supervised\":true,\"wantedUp\":"
            + wanted
            + ",\"running\":"
            + running
            + ",\"exitCode\":1}";
    return new ServiceState(JsonParser.parseString(told).getAsJsonObject(), skipped, false);
  }

  @Test
  void longruns() {
    assertEquals(ServiceState.Word.UP, longrun(true, true, true, "").word());
    assertEquals(ServiceState.Word.STARTING, longrun(false, true, true, "").word());
    assertEquals(ServiceState.Word.STOPPING, longrun(false, false, true, "").word());
    assertEquals(ServiceState.Word.FAILING, longrun(true, true, false, "").word());
    assertEquals(ServiceState.Word.STOPPED, longrun(true, false, false, "").word());
    assertEquals(ServiceState.Word.DOWN, longrun(false, false, false, "").word());
    assertEquals(ServiceState.Word.SKIPPED, longrun(true, false, false, "why").word());
    assertEquals(ServiceState.Word.DOWN, longrun(false, false, false, "why").word());
  }

  @Test
  void whatIsBesideIt() {
    assertEquals("wanted up; exit 1", longrun(true, true, false, "").note());
    assertEquals("why", longrun(true, false, false, "why").note());
    assertEquals("", longrun(true, true, true, "").note());
    assertEquals("gave up or was brought down; exit 1", longrun(true, false, false, "").note());
  }

  /** Nothing dangles where there is nothing to add. */
  @Test
  void neverStarted() {
    ServiceState state = longrun(true, true, false, "");
    state.told().remove("exitCode");
    assertEquals("wanted up", state.note());
    Finding finding = Finding.problem("a", "its run script has no #! line", "x");
    assertEquals("wanted up; its run script has no #! line", state.with(List.of(finding)).note());
    state.told().addProperty("supervised", false);
    assertEquals(ServiceState.Word.FAILING, state.word());
    assertEquals("has no supervisor", state.note());
  }

  @Test
  void oneshots() {
    String told = "{\"name\":\"a\",\"type\":\"oneshot\",\"state\":\"up\",\"supervised\":false}";
    ServiceState state =
        new ServiceState(JsonParser.parseString(told).getAsJsonObject(), "", false);
    assertEquals(ServiceState.Word.UP, state.word());
    assertEquals("-", state.readiness());
  }
}
