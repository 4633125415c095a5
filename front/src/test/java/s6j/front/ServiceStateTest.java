package s6j.front;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
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
    assertEquals("up", longrun(true, true, true, "").word());
    assertEquals("starting", longrun(false, true, true, "").word());
    assertEquals("stopping", longrun(false, false, true, "").word());
    assertEquals("failing", longrun(true, true, false, "").word());
    assertEquals("stopped", longrun(true, false, false, "").word());
    assertEquals("down", longrun(false, false, false, "").word());
    assertEquals("skipped", longrun(true, false, false, "why").word());
    assertEquals("down", longrun(false, false, false, "why").word());
  }

  @Test
  void whatIsBesideIt() {
    assertEquals("wanted up; exit 1", longrun(true, true, false, "").note());
    assertEquals("why", longrun(true, false, false, "why").note());
    assertEquals("", longrun(true, true, true, "").note());
  }

  @Test
  void oneshots() {
    String told = "{\"name\":\"a\",\"type\":\"oneshot\",\"state\":\"up\",\"supervised\":false}";
    ServiceState state =
        new ServiceState(JsonParser.parseString(told).getAsJsonObject(), "", false);
    assertEquals("up", state.word());
    assertEquals("-", state.readiness());
  }
}
