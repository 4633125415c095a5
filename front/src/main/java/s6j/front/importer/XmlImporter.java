package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import s6j.front.definition.Condition;
import s6j.front.definition.Configure;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.LimitWord;
import s6j.front.definition.Logger;
import s6j.front.definition.Readiness;
import s6j.front.definition.Restart;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.TimeoutWord;
import s6j.front.toml.Name;
import s6j.front.toml.Nearest;

/** A list of services in XML; docs/import.md has its elements. */
public final class XmlImporter implements Importer {
  @Override
  public String kind() {
    return "xml";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Import made = new Import(report);
    for (Path source : sources) {
      Optional<XmlTree.Element> root =
          SourceText.read(source, report).flatMap(text -> XmlTree.read(text, report));
      if (root.isPresent()) readList(root.get(), made, report);
    }
    return made;
  }

  private static void readList(XmlTree.Element root, Import made, ImportReport report) {
    if (!root.name().equals("services"))
      report.broken(root.place(), "the outermost element is " + root.name(), "services");
    else
      for (XmlTree.Element element : root.children())
        if (element.name().equals("service")) new Reading(element, made, report).read();
        else if (element.name().equals("bundle")) readBundle(element, made, report);
        else
          report.left(
              element.place(),
              "<" + element.name() + ">: unknown element",
              Nearest.hint(element.name(), List.of("service", "bundle")));
  }

  private static void readBundle(XmlTree.Element element, Import made, ImportReport report) {
    String name = element.attributes().getOrDefault("name", "");
    Definition bundle = new Definition(name, element.place(), Kind.BUNDLE);
    if (name.isEmpty()) report.broken(element.place(), "a bundle without a name");
    for (String word : words(element.text().toString()))
      bundle.add(Keys.CONTENTS, new Name(word, element.place()));
    for (XmlTree.Element child : element.children())
      report.left(
          child.place(), "<" + child.name() + "> in a bundle", "names, with blanks between");
    made.add(bundle);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.strip().split("\\s+")) if (!word.isEmpty()) words.add(word);
    return words;
  }

  /** One element service. */
  private static final class Reading {
    private static final TreeSet<String> ELEMENTS =
        new TreeSet<>(
            List.of(
                ("description check configure start stop finish reload restart status load needs in"
                        + " mode tag user directory umask environment env-file log ready timeout"
                        + " respawn limit")
                    .split(" ")));

    /** Attributes of elements; those that are not here have none. */
    private static final Map<String, List<String>> ATTRIBUTES =
        Map.of(
            "stop", List.of("signal"),
            "reload", List.of("signal"),
            "configure", List.of("template", "target", "mode", "changed"),
            "environment", List.of("name", "value"),
            "log", List.of("directory", "user", "keep", "size"),
            "ready", List.of("sd-notify", "fd"),
            "respawn", List.of("policy", "deaths", "within"),
            "limit", List.of("name", "value"));

    /** What has text in it. */
    private static final List<String> TEXTS =
        List.of(
            ("description start stop finish reload needs in mode tag user directory umask"
                    + " environment env-file ready status load restart")
                .split(" "));

    private final XmlTree.Element service;
    private final Import made;
    private final ImportReport report;
    private final Definition definition;
    private final List<String> modes = new ArrayList<>();
    private final Configure configure;

    Reading(XmlTree.Element service, Import made, ImportReport report) {
      this.service = service;
      this.made = made;
      this.report = report;
      String name = service.attributes().getOrDefault("name", "");
      this.definition = new Definition(name, service.place(), Kind.LONGRUN);
      this.configure = new Configure(service.place());
    }

    void read() {
      report.enter("service " + definition.name + " at " + service.place().line());
      readAll();
      report.enter("");
    }

    private void readAll() {
      if (definition.name.text().isEmpty()) {
        report.broken(service.place(), "a service without a name");
        return;
      }
      readAttributes();
      if (!text(service).isEmpty()) report.left(service.place(), "text in <service>", "");
      service.children().forEach(this::readChild);
      if (!modes.isEmpty()) definition.set(Keys.MODES, modes);
      if (!configure.get(Configure.FILES).isEmpty()) definition.set(Keys.CONFIGURE, configure);
      Key<ScriptValue> first = definition.kind() == Kind.ONESHOT ? Keys.UP : Keys.RUN;
      if (definition.find(first).isEmpty())
        report.broken(service.place(), definition.name + " has no <start>");
      made.add(definition);
    }

    private void readAttributes() {
      for (Map.Entry<String, String> attribute : service.attributes().entrySet()) {
        String value = attribute.getValue();
        switch (attribute.getKey()) {
          case "name" -> {}
          case "type" -> readType(value);
          case "class" -> definition.addAll(Keys.TAGS, words(value));
          case "essential" -> definition.set(Keys.ESSENTIAL, isYes(value));
          default ->
              report.left(
                  service.place(),
                  attribute.getKey() + "=: unknown attribute",
                  Nearest.hint(attribute.getKey(), List.of("name", "type", "class", "essential")));
        }
      }
    }

    private void readType(String type) {
      if (type.equals("oneshot")) definition.set(Keys.TYPE, Kind.ONESHOT);
      else if (!type.equals("longrun"))
        report.broken(service.place(), "no type: " + type, "longrun or oneshot");
    }

    private static boolean isYes(String value) {
      return List.of("yes", "true", "1", "on").contains(value.toLowerCase(Locale.ROOT));
    }

    private String text(XmlTree.Element element) {
      return element.text().toString().strip();
    }

    private void readChild(XmlTree.Element element) {
      for (XmlTree.Element child : element.children())
        if (!element.name().equals("configure") || !child.name().equals("value"))
          report.left(child.place(), "<" + child.name() + "> in <" + element.name() + ">", "");
      tellStrange(element);
      switch (element.name()) {
        case "description" ->
            definition.set(Keys.DESCRIPTION, text(element).replaceAll("\\s+", " "));
        case "start" -> script(element, definition.kind() == Kind.ONESHOT ? Keys.UP : Keys.RUN);
        case "stop" -> readStop(element);
        case "finish" -> script(element, Keys.FINISH);
        case "reload" -> readReload(element);
        case "check" -> readCheck(element);
        case "configure" -> readConfigure(element);
        case "needs" -> addNames(element, Keys.NEEDS);
        case "in" -> addNames(element, Keys.IN);
        case "mode" -> modes.addAll(words(text(element)));
        case "tag" -> definition.addAll(Keys.TAGS, words(text(element)));
        case "user" -> definition.set(Keys.USER, text(element));
        case "directory" -> definition.set(Keys.DIRECTORY, text(element));
        case "umask" -> readUmask(element);
        case "environment" -> readVariable(element);
        case "env-file" -> definition.add(Keys.ENV_FILES, text(element));
        case "log" -> readLog(element);
        case "ready" -> readReady(element);
        case "timeout" -> readTimeouts(element);
        case "respawn" -> readRespawn(element);
        case "limit" -> readLimit(element);
        case "status" -> report.left(element.place(), "<status>", "rc list, s6-svstat");
        case "restart" -> report.left(element.place(), "<restart>", "it is <stop> and <start>");
        case "load" ->
            report.left(element.place(), "<load>", "nothing is loaded into the supervisor");
        default ->
            report.left(
                element.place(),
                "<" + element.name() + ">: unknown element",
                Nearest.hint(element.name(), ELEMENTS));
      }
    }

    private void tellStrange(XmlTree.Element element) {
      if (!ELEMENTS.contains(element.name())) return;
      List<String> known = ATTRIBUTES.getOrDefault(element.name(), List.of());
      boolean looksItself = List.of("check", "timeout").contains(element.name());
      for (String attribute : element.attributes().keySet())
        if (!looksItself && !known.contains(attribute))
          report.left(
              element.place(),
              attribute + "= in <" + element.name() + ">: unknown attribute",
              Nearest.hint(attribute, known));
      if (!TEXTS.contains(element.name()) && !text(element).isEmpty())
        report.left(element.place(), "text in <" + element.name() + ">", "");
    }

    private void script(XmlTree.Element element, Key<ScriptValue> role) {
      String text = element.text().toString().strip();
      if (text.isEmpty()) report.broken(element.place(), "<" + element.name() + "> is empty");
      else if (role == Keys.FINISH && definition.kind() == Kind.ONESHOT)
        report.left(element.place(), "<finish> of a oneshot", "<stop>");
      else definition.set(role, ScriptValue.shell(text.contains("\n") ? text + "\n" : text));
    }

    /** What stops a daemon is a signal. */
    private void readStop(XmlTree.Element element) {
      if (definition.kind() == Kind.ONESHOT) script(element, Keys.DOWN);
      else definition.set(Keys.DOWN_SIGNAL, signal(element));
    }

    private void readReload(XmlTree.Element element) {
      if (definition.kind() == Kind.ONESHOT) script(element, Keys.RELOAD);
      else definition.set(Keys.RELOAD_SIGNAL, signal(element));
    }

    private String signal(XmlTree.Element element) {
      String name = element.attributes().getOrDefault("signal", "");
      Optional<String> signal = UnitCommand.signal(name);
      if (!text(element).isEmpty())
        report.left(
            element.place(),
            "commands in <" + element.name() + "> of a longrun",
            "signal=\"TERM\"");
      if (signal.isEmpty() && !name.isEmpty()) report.broken(element.place(), "no signal: " + name);
      return signal.orElse("");
    }

    private void readCheck(XmlTree.Element element) {
      Map<String, Condition.Test> tests = new LinkedHashMap<>();
      tests.put("path", Condition.Test.PATH_EXISTS);
      tests.put("directory", Condition.Test.DIRECTORY_EXISTS);
      tests.put("executable", Condition.Test.EXECUTABLE);
      tests.put("variable", Condition.Test.VARIABLE);
      tests.put("host", Condition.Test.HOST);
      tests.put("command", Condition.Test.COMMAND);
      boolean isNegated = isYes(element.attributes().getOrDefault("not", "no"));
      int count = 0;
      for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
        Condition.Test test = tests.get(attribute.getKey());
        if (attribute.getKey().equals("not")) continue;
        count++;
        if (test == null)
          report.left(
              element.place(),
              attribute.getKey() + "=: unknown check",
              Nearest.hint(attribute.getKey(), tests.keySet()));
        else
          definition.add(
              Keys.CONDITION,
              new Condition(test, attribute.getValue(), isNegated, Condition.Moment.START));
      }
      if (count == 0)
        report.broken(element.place(), "<check> of nothing", String.join(", ", tests.keySet()));
    }

    private void readConfigure(XmlTree.Element element) {
      Map<String, String> attributes = element.attributes();
      String answer = attributes.getOrDefault("changed", "restart").toUpperCase(Locale.ROOT);
      if (List.of("RESTART", "RELOAD", "NOTHING").contains(answer))
        configure.set(Configure.CHANGED, Configure.Changed.valueOf(answer));
      else
        report.broken(
            element.place(), "no answer to a change: " + answer, "restart, reload or nothing");
      for (XmlTree.Element value : element.children())
        if (value.name().equals("value")) {
          String name = value.attributes().getOrDefault("name", "");
          if (name.matches("[A-Za-z_][A-Za-z0-9_]*"))
            configure.put(
                Configure.VALUES, name, value.attributes().getOrDefault("value", text(value)));
          else report.broken(value.place(), "no name of a value: " + name);
        }
      String target = attributes.getOrDefault("target", "");
      String mode = attributes.getOrDefault("mode", "");
      if (target.isEmpty() || !mode.matches("[0-7]{0,4}"))
        report.broken(element.place(), "<configure> without a target, or with a wrong mode");
      else
        configure.add(
            Configure.FILES,
            Configure.Template.of(
                attributes.getOrDefault("template", ""), target, mode, element.place()));
    }

    private void addNames(XmlTree.Element element, Key<List<Name>> key) {
      for (String word : words(text(element))) definition.add(key, new Name(word, element.place()));
    }

    private void readUmask(XmlTree.Element element) {
      if (text(element).matches("[0-7]{1,4}")) definition.set(Keys.UMASK, text(element));
      else report.broken(element.place(), "no octal digits: " + text(element));
    }

    private void readVariable(XmlTree.Element element) {
      String name = element.attributes().getOrDefault("name", "");
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*"))
        report.broken(element.place(), "no name of a variable: " + name);
      else
        definition.put(
            Keys.ENVIRONMENT, name, element.attributes().getOrDefault("value", text(element)));
    }

    private void readLog(XmlTree.Element element) {
      String directory = element.attributes().getOrDefault("directory", "");
      Logger logger = Logger.directory(directory, element.place());
      logger.set(Logger.USER, element.attributes().getOrDefault("user", ""));
      logger.set(Logger.KEEP, (int) number(element, "keep", Logger.KEEP.usual, 0, 1 << 30));
      logger.set(Logger.SIZE, (int) number(element, "size", Logger.SIZE.usual, 4096, 268435455));
      definition.set(Keys.LOGGER, logger);
    }

    private long number(
        XmlTree.Element element, String key, long otherwise, long least, long most) {
      String text = element.attributes().get(key);
      if (text == null) return otherwise;
      long number = text.matches("[0-9]{1,12}") ? Long.parseLong(text) : -1;
      if (number >= least && number <= most) return number;
      report.broken(
          element.place(), key + " is no number from " + least + " to " + most + ": " + text);
      return otherwise;
    }

    private void readReady(XmlTree.Element element) {
      if (isYes(element.attributes().getOrDefault("sd-notify", "no")))
        definition.set(Keys.READINESS, Readiness.sdNotify());
      else if (!text(element).isEmpty())
        definition.set(Keys.READINESS, Readiness.check(ScriptValue.shell(text(element))));
      else
        definition.set(Keys.READINESS, Readiness.newline((int) number(element, "fd", 3, 3, 1023)));
    }

    private void readTimeouts(XmlTree.Element element) {
      Map<String, TimeoutWord> keys =
          Map.of(
              "start",
              TimeoutWord.UP,
              "stop",
              TimeoutWord.DOWN,
              "kill",
              TimeoutWord.KILL,
              "finish",
              TimeoutWord.FINISH);
      for (Map.Entry<String, String> attribute : element.attributes().entrySet()) {
        TimeoutWord timeout = keys.get(attribute.getKey());
        long millis = TimeSpan.millis(attribute.getValue());
        if (timeout == null)
          report.left(
              element.place(),
              attribute.getKey() + "=: unknown timeout",
              Nearest.hint(attribute.getKey(), keys.keySet()));
        else if (millis == TimeSpan.NONE)
          report.broken(element.place(), "no time: " + attribute.getValue(), "such as 30s");
        else if (millis != TimeSpan.FOREVER) definition.put(Keys.TIMEOUTS, timeout, millis);
      }
    }

    private void readRespawn(XmlTree.Element element) {
      String word = element.attributes().getOrDefault("policy", "always");
      Restart.Policy policy = null;
      for (Restart.Policy one : Restart.Policy.values()) if (one.word().equals(word)) policy = one;
      if (policy == null) {
        report.broken(element.place(), "no policy: " + word, "always, on-failure or never");
        return;
      }
      int deaths = (int) number(element, "deaths", 0, 1, 4096);
      long within = TimeSpan.millis(element.attributes().getOrDefault("within", "60"));
      if (within < 1000 || within == TimeSpan.FOREVER)
        report.broken(element.place(), "no time: " + element.attributes().get("within"));
      int seconds = deaths == 0 ? 0 : (int) Math.min(within / 1000, 4_000_000);
      definition.set(Keys.RESTART, Restart.of(policy, List.of(), deaths, seconds));
    }

    private void readLimit(XmlTree.Element element) {
      Map<String, LimitWord> limits = new LinkedHashMap<>();
      for (LimitWord limit : LimitWord.values()) limits.put(limit.word(), limit);
      String name = element.attributes().getOrDefault("name", "");
      String value = element.attributes().getOrDefault("value", "");
      if (!limits.containsKey(name))
        report.left(
            element.place(),
            "the limit " + name + ": unknown",
            Nearest.hint(name, limits.keySet()));
      else if (value.matches("[0-9]{1,18}|unlimited"))
        definition.put(Keys.LIMITS, limits.get(name), value);
      else report.broken(element.place(), "no limit: " + value);
    }
  }
}
