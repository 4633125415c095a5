package s6j.front.convert;

import java.util.ArrayList;
import java.util.List;
import s6j.front.definition.Definition;
import s6j.front.definition.Logger;
import s6j.front.definition.Readiness;
import s6j.front.definition.Script;
import s6j.front.shell.Sh;

/** The service NAME-log that a logger of one line stands for. */
final class LogService {
  private LogService() {}

  static Definition of(Definition producer, Logger logger, String logRoot) {
    String name = producer.name + "-log";
    Definition service = new Definition(name, logger.place(), Definition.Kind.LONGRUN);
    service.description = "the log of " + producer.name;
    String directory =
        logger.directory().isEmpty() ? logRoot + "/" + producer.name : logger.directory();
    service.scripts.put(Definition.Role.RUN, Script.shell(text(logger, directory)));
    service.readiness = java.util.Optional.of(Readiness.newline(Readiness.DEFAULT_FD));
    return service;
  }

  private static String text(Logger logger, String directory) {
    String word = Sh.quote(directory);
    String user = logger.user();
    String make = "mkdir -p " + word;
    if (!user.isEmpty()) make += " && chown " + Sh.quote(user) + " " + word;
    List<String> line = new ArrayList<>();
    if (!user.isEmpty()) line.addAll(List.of("s6-setuidgid", user));
    line.addAll(List.of("s6-log", "-d", String.valueOf(Readiness.DEFAULT_FD), "--"));
    line.addAll(logger.script().isEmpty() ? words(logger) : logger.script());
    line.add(directory);
    return "[ -d " + word + " ] || { " + make + "; } || exit 111\nexec " + Sh.line(line) + "\n";
  }

  private static List<String> words(Logger logger) {
    List<String> words = new ArrayList<>(List.of("n" + logger.keep(), "s" + logger.size()));
    switch (logger.stamp()) {
      case "iso" -> words.add("T");
      case "none" -> {}
      default -> words.add("t");
    }
    return words;
  }
}
