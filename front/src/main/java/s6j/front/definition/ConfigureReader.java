package s6j.front.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import s6j.front.toml.Section;

/** Reads the table configure. */
final class ConfigureReader {
  private static final Map<String, Configure.Changed> ANSWERS = new LinkedHashMap<>();

  static {
    for (Configure.Changed answer : Configure.Changed.values()) ANSWERS.put(answer.word, answer);
  }

  private ConfigureReader() {}

  static Configure read(Section table) {
    List<Configure.Template> templates = new ArrayList<>();
    for (Section file : table.sections("file")) templates.add(template(file));
    Optional<Script> run = new ScriptReader(table).read("run");
    Map<String, String> values = table.map("values");
    Configure.Changed changed = table.word("changed", ANSWERS, Configure.Changed.RESTART);
    table.close();
    for (String name : values.keySet())
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*"))
        table.bad("values", "has a name that is none: " + name, "letters, digits, _");
    if (templates.isEmpty()) table.bad("configure", "makes no file", "[[configure.file]]");
    return new Configure(templates, values, run, changed);
  }

  private static Configure.Template template(Section file) {
    String target = file.text("target");
    String mode = file.text("mode");
    if (target.isEmpty()) file.bad("target", "is missing", "the file that is made");
    if (!mode.matches("[0-7]{0,4}")) file.bad("mode", "is " + mode, "octal digits");
    Configure.Template template = new Configure.Template(file.text("template"), target, mode);
    file.close();
    return template;
  }
}
