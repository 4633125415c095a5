package s6j.front.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import s6j.front.toml.Name;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;
import s6j.front.toml.TomlFile;

/** What is written reads back as what was meant. */
class DefinitionTextTest {
  private static final Place HERE = Place.of("a.toml");
  private static final List<String> TEXTS =
      List.of(
          "x",
          "a b",
          "it's",
          "\"q\"",
          "back\\slash",
          "two\nlines",
          "tab\t",
          "é",
          "'''",
          "end'",
          "\u007f\u0001",
          "$HOME {{x}} #");

  @Property(tries = 500)
  void aDefinitionSurvives(@ForAll long seed) {
    Definition definition = random(new Random(seed));
    String text = DefinitionText.of(definition);
    Problems problems = new Problems();
    Definition read =
        TomlFile.read("a.toml", text.getBytes(StandardCharsets.UTF_8), problems)
            .map(table -> DefinitionReader.read(table, definition.name, problems))
            .orElseThrow(() -> new AssertionError(problems.sorted() + "\n" + text));
    assertTrue(problems.none(), () -> problems.sorted() + "\n" + text);
    assertEquals(text, DefinitionText.of(read));
    assertEquals(definition.scripts, read.scripts);
    assertEquals(definition.environment, read.environment);
    assertEquals(definition.readiness, read.readiness);
    assertEquals(definition.restart, read.restart);
    assertEquals(definition.conditions, read.conditions);
    assertEquals(definition.configure, read.configure);
  }

  private static Definition random(Random random) {
    boolean isLongrun = random.nextBoolean();
    Definition definition = new Definition(new Name("a", HERE));
    definition.description = "what it is";
    if (isLongrun) longrun(definition, random);
    else oneshot(definition, random);
    if (random.nextBoolean()) definition.needs.add(new Name(text(random).replace("\n", ""), HERE));
    if (random.nextBoolean()) definition.tags.add("t");
    if (random.nextBoolean()) definition.modes = Optional.of(List.of("dev"));
    if (random.nextBoolean()) definition.environment.put("A", text(random));
    if (random.nextBoolean()) definition.limits.put(Limit.CORE, "=");
    if (random.nextBoolean()) definition.timeouts.put(Timeout.UP, (long) random.nextInt(9999));
    if (random.nextBoolean())
      definition.conditions.add(
          new Condition(
              Condition.Test.COMMAND,
              text(random),
              random.nextBoolean(),
              Condition.Moment.values()[random.nextInt(2)]));
    if (random.nextBoolean()) definition.configure = Optional.of(configure(random));
    return definition;
  }

  private static void longrun(Definition definition, Random random) {
    definition.scripts.put(Definition.Role.RUN, script(random));
    if (random.nextBoolean()) definition.scripts.put(Definition.Role.FINISH, script(random));
    if (random.nextBoolean()) definition.readiness = Optional.of(Readiness.newline(7));
    else if (random.nextBoolean())
      definition.readiness = Optional.of(Readiness.check(script(random)));
    else if (random.nextBoolean()) definition.readiness = Optional.of(Readiness.sdNotify());
    if (random.nextBoolean()) definition.logger = Optional.of(Logger.directory("/log", HERE));
    if (random.nextBoolean())
      definition.restart =
          new Restart(Restart.Policy.ON_FAILURE, "1000 2", 7, List.of(1, 2), 3, 90);
    definition.killGroup = random.nextBoolean();
  }

  private static void oneshot(Definition definition, Random random) {
    definition.kind = Definition.Kind.ONESHOT;
    definition.scripts.put(Definition.Role.UP, script(random));
    if (random.nextBoolean()) definition.scripts.put(Definition.Role.DOWN, script(random));
  }

  private static Configure configure(Random random) {
    return new Configure(
        List.of(new Configure.Template("/t", "/o", "0644"), new Configure.Template("", "/p", "")),
        random.nextBoolean() ? java.util.Map.of("V", text(random)) : java.util.Map.of(),
        random.nextBoolean() ? Optional.of(script(random)) : Optional.empty(),
        Configure.Changed.values()[random.nextInt(3)]);
  }

  private static Script script(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Script.shell(text(random) + "\n" + text(random));
      case 1 -> Script.execline(text(random));
      default -> Script.command(List.of(text(random), text(random)));
    };
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
