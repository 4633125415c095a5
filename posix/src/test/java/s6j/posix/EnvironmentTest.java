package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** An environment is an ordered map that keeps a changed variable at its place. */
class EnvironmentTest {
  /** A null value removes the name. */
  private record Change(String name, String value) {}

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<String> names = Arbitraries.of("A", "AB", "B", "a", "PATH", "X1", "X2", "X3", "X4");
    Arbitrary<String> values = Arbitraries.of("", "1", "=", "a=b", "\u00ff").injectNull(0.3);
    return Combinators.combine(names, values).as(Change::new).list().ofMaxSize(40);
  }

  @Property
  void isAMap(@ForAll("changes") List<Change> changes) {
    Environment environment = new Environment(new byte[][] {CString.of("A=0")});
    Map<String, String> model = new LinkedHashMap<>(Map.of("A", "0"));
    for (Change change : changes) {
      apply(change, environment, model);
      assertEquals(lines(model), lines(environment));
      assertEquals(model.get(change.name), value(environment, change.name));
    }
  }

  private static void apply(Change change, Environment environment, Map<String, String> model) {
    if (change.value == null) {
      environment.unset(change.name);
      model.remove(change.name);
    } else {
      environment.set(change.name, CString.of(change.value));
      model.put(change.name, change.value);
    }
  }

  private static String value(Environment environment, String name) {
    byte[] value = environment.get(name);
    return value == null ? null : CString.text(value);
  }

  private static List<String> lines(Map<String, String> model) {
    List<String> lines = new ArrayList<>();
    model.forEach((name, value) -> lines.add(name + "=" + value));
    return lines;
  }

  private static List<String> lines(Environment environment) {
    List<String> lines = new ArrayList<>();
    for (byte[] variable : environment.variables()) {
      if (variable == null) return lines;
      lines.add(CString.text(variable));
    }
    throw new AssertionError("no null ends the variables");
  }

  @Test
  void theFirstOfTwoSettingsCounts() {
    byte[][] twice = {CString.of("A=1"), CString.of("B=2"), CString.of("A=3"), null};
    Environment environment = new Environment(twice);
    assertEquals("1", value(environment, "A"));
    environment.unset("A");
    assertNull(environment.get("A"));
    assertEquals(List.of("B=2"), lines(environment));
  }

  @Test
  void aNameEndsAtItsNul() {
    Environment environment = new Environment(new byte[0][]);
    environment.set(CString.of("N\0x"), CString.of("v\0x"));
    assertEquals(List.of("N=v"), lines(environment));
    assertEquals("v", value(environment, "N"));
  }

  /** A big environment is one like a small one: whatever is set and unset, in whatever order. */
  @Test
  void manyVariablesAreAsFew() {
    Random random = new Random(11);
    Environment environment =
        new Environment(new byte[][] {CString.of("V7=a"), CString.of("V7=b")});
    List<String> expected = new ArrayList<>(List.of("V7=a", "V7=b"));
    for (int i = 0; i < 5000; i++) {
      String name = "V" + random.nextInt(i < 1000 ? 40 : 700);
      if (random.nextInt(3) == 0) {
        environment.unset(name);
        expected.removeIf(line -> line.startsWith(name + "="));
      } else {
        environment.set(name, CString.of("v" + i));
        set(expected, name, name + "=v" + i);
      }
      if (i % 100 == 0) assertEquals(expected, lines(environment));
      String first =
          expected.stream().filter(l -> l.startsWith(name + "=")).findFirst().orElse(null);
      assertEquals(first, first == null ? null : name + "=" + value(environment, name));
      if (first == null) assertNull(environment.get(name));
    }
    assertEquals(expected, lines(environment));
  }

  private static void set(List<String> lines, String name, String line) {
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).startsWith(name + "=")) continue;
      lines.set(i, line);
      return;
    }
    lines.add(line);
  }

  @Test
  void aHundredThousandVariablesTakeNoTime() {
    Environment environment = new Environment(new byte[0][]);
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < 200_000; i++) environment.set("NAME_" + i, CString.of("v" + i));
          for (int i = 0; i < 200_000; i += 2) environment.unset("NAME_" + i);
        });
    assertEquals(100_000, lines(environment).size());
  }

  @Test
  void thePresentOneIsCopiedWhenItIsChanged() {
    FakePosix posix = new FakePosix();
    posix.setEnvironment("PATH=/bin", "A=1");
    Environment environment = new Environment(posix);
    assertEquals("1", value(environment, "A"));
    environment.unset("B");
    assertNull(environment.variables());
    environment.set("B", CString.of("2"));
    assertEquals(List.of("PATH=/bin", "A=1", "B=2"), lines(environment));
  }

  /** Empty entries are passed over or mean the working directory; a path is its own candidate. */
  @Test
  void candidates() {
    assertEquals(List.of("/a/p", "b/p"), found(new Candidates(text(":/a::b:"), text("p"), true)));
    List<String> all = List.of("p", "/a/p", "p", "b/p", "p");
    assertEquals(all, found(new Candidates(text(":/a::b:"), text("p"), false)));
    assertEquals(List.of("./p"), found(new Candidates(text("/a"), text("./p"), true)));
    Candidates again = new Candidates(text("/a:/b"), text("p"), true);
    assertEquals(List.of("/a/p", "/b/p"), found(again));
    again.rewind();
    assertEquals(List.of("/a/p", "/b/p"), found(again));
  }

  private static byte[] text(String text) {
    return CString.of(text);
  }

  private static List<String> found(Candidates candidates) {
    List<String> found = new ArrayList<>();
    for (byte[] next = candidates.next(); next != null; next = candidates.next())
      found.add(CString.text(next));
    return found;
  }
}
