package s6j.front.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import s6j.front.ask.ServiceState;

/** The screen fits the terminal, and shows what is chosen. */
class TopScreenTest {
  private static ServiceState service(int number) {
    String told =
        "{\"name\":\"s"
            + number
            + "\",\"type\":\"longrun\",\"state\":\"up\",\"supervised\":true,\"wantedUp\":true,"
            + "\"running\":true,\"ready\":true,\"seconds\":5,\"pid\":42}";
    return new ServiceState(JsonParser.parseString(told).getAsJsonObject(), "", true);
  }

  @Property(tries = 300)
  void fits(
      @ForAll @IntRange(max = 40) int count,
      @ForAll @IntRange(min = 20, max = 120) int width,
      @ForAll @IntRange(min = 6, max = 60) int height,
      @ForAll @IntRange(max = 39) int wish) {
    List<ServiceState> services = IntStream.range(0, count).mapToObj(i -> service(i)).toList();
    int selected = Math.max(0, Math.min(wish, count - 1));
    TopScreen screen = new TopScreen(services, width, height);
    List<String> log = IntStream.range(0, 99).mapToObj(i -> "line\u001b[2J " + i).toList();
    List<String> lines = screen.lines(selected, log);
    assertEquals(height, lines.size());
    for (String line : lines) {
      assertTrue(line.length() <= width);
      assertTrue(line.chars().noneMatch(Character::isISOControl));
    }
    String mark = "> s" + selected + " ";
    if (count > 0)
      assertTrue(lines.stream().anyMatch(line -> line.startsWith(mark)), lines::toString);
    if (screen.logRows() > 0 && count > 0)
      assertTrue(lines.stream().anyMatch(line -> line.startsWith("line") && line.endsWith("98")));
  }
}
