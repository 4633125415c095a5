package s6j.front.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.definition.Logger;
import s6j.front.definition.Readiness;
import s6j.front.definition.ScriptValue;
import s6j.front.shell.Sh;
import s6j.front.toml.Place;

/** The service NAME-log that a logger of one line stands for. */
final class LogService {
  private LogService() {}

  static Definition of(Definition producer, Logger logger, String logRoot) {
    String name = producer.name + "-log";
    Place place = logger.place(Logger.SERVICE);
    Definition service = new Definition(name, place, Definition.Kind.LONGRUN);
    service.set(Keys.DESCRIPTION, "the log of " + producer.name);
    String said = logger.get(Logger.DIRECTORY);
    String directory = said.isEmpty() ? logRoot + "/" + producer.name : said;
    service.set(Keys.RUN, ScriptValue.shell(text(logger, directory)));
    service.set(Keys.READINESS, Readiness.newline(Readiness.DEFAULT_FD));
    return service;
  }

  private static String text(Logger logger, String directory) {
    String word = Sh.quote(directory);
    String user = logger.get(Logger.USER);
    List<String> script = logger.get(Logger.SCRIPT);
    String make = "mkdir -p " + word;
    if (!user.isEmpty()) make += " && chown " + Sh.quote(user) + " " + word;
    List<String> line = new ArrayList<>();
    if (!user.isEmpty()) line.addAll(List.of("s6-setuidgid", user));
    line.addAll(List.of("s6-log", "-d", String.valueOf(Readiness.DEFAULT_FD), "--"));
    line.addAll(script.isEmpty() ? words(logger) : script);
    line.add(directory);
    return "[ -d " + word + " ] || { " + make + "; } || exit 111\nexec " + Sh.line(line) + "\n";
  }

  private static List<String> words(Logger logger) {
    String stamp = logger.get(Logger.STAMP).directive;
    return Stream.of("n" + logger.get(Logger.KEEP), "s" + logger.get(Logger.SIZE), stamp)
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
