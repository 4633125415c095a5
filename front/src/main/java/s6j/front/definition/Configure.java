package s6j.front.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import s6j.front.toml.Place;
import s6j.front.toml.Section;

/** Files that are made before the service starts, and what happens when they become others. */
public final class Configure extends Entries {
  /** What a running service gets when a file it is made from has changed. */
  public enum Changed implements Word {
    RESTART("-r"),
    RELOAD("-l"),
    NOTHING("");

    /** Of s6-svc. */
    public final String option;

    Changed(String option) {
      this.option = option;
    }
  }

  /** {@code @NAME@} in {@link #SOURCE} becomes the value of NAME in {@link #TARGET}. */
  public static final class Template extends Entries {
    private static final Table TABLE = new Table();
    public static final Key<String> SOURCE =
        TABLE.key(
            "template", Type.TEXT, "what it is made from, `@NAME@` replaced; else `run` makes it");
    public static final Key<String> TARGET =
        TABLE.key("target", Type.TEXT, "the file that is made");
    public static final Key<String> MODE =
        TABLE.key(
            "mode",
            Type.matching("octal digits", "[0-7]{0,4}", "is ", "octal digits"),
            "its mode, as `\"0640\"`");
    private static final Type<List<Template>> TYPE = TABLE.list(Template::new, Template::check);

    public Template(Place place) {
      super(TABLE, place);
    }

    public static Template of(String source, String target, String mode, Place place) {
      Template template = new Template(place);
      template.set(SOURCE, source);
      template.set(TARGET, target);
      template.set(MODE, mode);
      return template;
    }

    private static void check(Template template, Section file) {
      if (template.get(TARGET).isEmpty())
        file.bad(TARGET.name, "is missing", "the file that is made");
    }
  }

  private static final Table TABLE = new Table();
  public static final Key<Changed> CHANGED =
      TABLE
          .key(
              "changed",
              Type.word(Changed.RESTART),
              "what a running service gets when a target has changed")
          .spelled();
  public static final Key<ScriptValue> RUN =
      TABLE.key("run", ScriptValue.TYPE, "what else is to be done");
  public static final Key<Map<String, String>> VALUES =
      TABLE.key("values", Type.MAP, "for the templates, beside `environment` and `env-files`");
  public static final Key<List<Template>> FILES = TABLE.key("file", Template.TYPE, "what is made");

  static final Type<Configure> TYPE = TABLE.type(Configure::new, Configure::check);

  public Configure(Place place) {
    super(TABLE, place);
  }

  private static void check(Configure configure, Section section) {
    for (String name : configure.get(VALUES).keySet())
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*"))
        section.bad(VALUES.name, "has a name that is none: " + name, "letters, digits, _");
    if (configure.get(FILES).isEmpty())
      section.bad("configure", "makes no file", "[[configure.file]]");
  }

  /** All paths in it. */
  List<String> paths() {
    List<String> paths = new ArrayList<>();
    for (Template file : get(FILES)) {
      paths.add(file.get(Template.SOURCE));
      paths.add(file.get(Template.TARGET));
    }
    return paths;
  }
}
