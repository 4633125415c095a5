package s6j.front.definition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
    for (Key<?> key : Keys.all())
      if (key != Keys.TYPE)
        assertEquals(String.valueOf(definition.get(key)), String.valueOf(read.get(key)), key.name);
    assertEquals(definition.kind(), read.kind());
  }

  private static Definition random(Random random) {
    boolean isLongrun = random.nextBoolean();
    Definition definition = new Definition(new Name("a", HERE));
    definition.set(Keys.DESCRIPTION, "what it is");
    if (isLongrun) longrun(definition, random);
    else oneshot(definition, random);
    if (random.nextBoolean())
      definition.add(Keys.NEEDS, new Name(text(random).replace("\n", ""), HERE));
    if (random.nextBoolean()) definition.add(Keys.TAGS, "t");
    if (random.nextBoolean()) definition.set(Keys.MODES, List.of("dev"));
    if (random.nextBoolean()) definition.put(Keys.ENVIRONMENT, "A", text(random));
    if (random.nextBoolean()) definition.put(Keys.LIMITS, LimitWord.CORE, "=");
    if (random.nextBoolean())
      definition.put(Keys.TIMEOUTS, TimeoutWord.UP, (long) random.nextInt(9999));
    if (random.nextBoolean())
      definition.add(
          Keys.CONDITION,
          new Condition(
              Condition.Test.COMMAND,
              text(random),
              random.nextBoolean(),
              Condition.Moment.values()[random.nextInt(2)]));
    if (random.nextBoolean()) definition.set(Keys.CONFIGURE, configure(random));
    return definition;
  }

  private static void longrun(Definition definition, Random random) {
    definition.set(Keys.RUN, script(random));
    if (random.nextBoolean()) definition.set(Keys.FINISH, script(random));
    if (random.nextBoolean()) definition.set(Keys.READINESS, Readiness.newline(7));
    else if (random.nextBoolean()) definition.set(Keys.READINESS, Readiness.check(script(random)));
    else if (random.nextBoolean()) definition.set(Keys.READINESS, Readiness.sdNotify());
    if (random.nextBoolean()) definition.set(Keys.LOGGER, Logger.directory("/log", HERE));
    if (random.nextBoolean()) definition.set(Keys.RESTART, restart());
    definition.set(Keys.KILL_GROUP, random.nextBoolean());
    definition.set(Keys.KILL, KillWord.values()[random.nextInt(4)]);
    if (random.nextBoolean()) definition.set(Keys.KILL_GRACE, 700L);
    definition.set(Keys.FOLLOW, random.nextBoolean());
  }

  private static void oneshot(Definition definition, Random random) {
    definition.set(Keys.TYPE, Definition.Kind.ONESHOT);
    definition.set(Keys.UP, script(random));
    if (random.nextBoolean()) definition.set(Keys.DOWN, script(random));
  }

  private static Restart restart() {
    Restart restart = Restart.of(Restart.Policy.ON_FAILURE, List.of(1, 2), 3, 90);
    restart.set(Restart.BACKOFF, "1000 2");
    restart.set(Restart.TALLY, 7);
    return restart;
  }

  private static Configure configure(Random random) {
    Configure configure = new Configure(HERE);
    configure.add(Configure.FILES, Configure.Template.of("/t", "/o", "0644", HERE));
    configure.add(Configure.FILES, Configure.Template.of("", "/p", "", HERE));
    if (random.nextBoolean()) configure.put(Configure.VALUES, "V", text(random));
    if (random.nextBoolean()) configure.set(Configure.RUN, script(random));
    configure.set(Configure.CHANGED, Configure.Changed.values()[random.nextInt(3)]);
    return configure;
  }

  private static ScriptValue script(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> ScriptValue.shell(text(random) + "\n" + text(random));
      case 1 -> ScriptValue.execline(text(random));
      default -> ScriptValue.command(List.of(text(random), text(random)));
    };
  }

  private static String text(Random random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
