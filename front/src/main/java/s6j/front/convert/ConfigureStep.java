package s6j.front.convert;

import s6j.front.definition.Configure;
import s6j.front.definition.Configure.Template;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.definition.ScriptValue;
import s6j.front.shell.Sh;

/** The oneshot NAME-configure that makes files before a service starts. */
final class ConfigureStep {
  /** Replaces @NAME@ by the value of the variable NAME, where there is one. */
  private static final String RENDER =
      """
      render() {
        while IFS= read -r line || [ -n "$line" ]; do
          out=
          while :; do
            case $line in
              *@*@*) ;;
              *) break ;;
            esac
            out=$out${line%%@*} rest=${line#*@}
            name=${rest%%@*} known=
            case $name in
              '' | [0-9]* | *[!A-Za-z0-9_]*) ;;
              *) eval "known=\\${$name+yes} value=\\${$name-}" ;;
            esac
            if [ "$known" ]; then
              out=$out$value line=${rest#*@}
            else
              out=$out@ line=$rest
            fi
          done
          printf '%s\\n' "$out$line"
        done
      }
      """;

  private static final String REPLACE =
      """
      replace() {
        if [ -e "$1" ] && [ "$(cat "$1"; echo .)" = "$(cat "$1.new"; echo .)" ]; then
          rm -f "$1.new"
        else
          mv -f "$1.new" "$1" && changed=yes || exit 1
        fi
      }
      """;

  private ConfigureStep() {}

  static Definition of(Definition service) {
    Configure configure = service.find(Keys.CONFIGURE).orElseThrow();
    String name = service.name + "-configure";
    Definition step = new Definition(name, service.name.place(), Definition.Kind.ONESHOT);
    step.set(Keys.DESCRIPTION, "makes the files of " + service.name);
    step.copy(
        service,
        Keys.NEEDS,
        Keys.AFTER,
        Keys.ENVIRONMENT,
        Keys.ENV_FILES,
        Keys.CONDITION,
        Keys.UMASK);
    step.putAll(Keys.ENVIRONMENT, configure.get(Configure.VALUES));
    ScriptValue script = ScriptValue.shell(text(service, configure));
    step.set(Keys.UP, script);
    step.set(Keys.RELOAD, script);
    return step;
  }

  private static String text(Definition service, Configure configure) {
    StringBuilder text = new StringBuilder(RENDER).append(REPLACE).append("changed=\n");
    int number = 0;
    for (Template file : configure.get(Configure.FILES))
      if (file.get(Template.SOURCE).isEmpty()) text.append(remember(file, ++number));
    for (Template file : configure.get(Configure.FILES))
      if (!file.get(Template.SOURCE).isEmpty()) text.append(rendered(file));
    configure.find(Configure.RUN).ifPresent(run -> text.append(called(run)));
    number = 0;
    for (Template file : configure.get(Configure.FILES))
      if (file.get(Template.SOURCE).isEmpty()) text.append(compared(file, ++number));
    return text.append(answer(service, configure)).toString();
  }

  private static String rendered(Template file) {
    String target = Sh.quote(file.get(Template.TARGET));
    String made = Sh.quote(file.get(Template.TARGET) + ".new");
    String text = "render <" + Sh.quote(file.get(Template.SOURCE)) + " >" + made + " || exit 1\n";
    if (!file.get(Template.MODE).isEmpty())
      text += "chmod " + file.get(Template.MODE) + " " + made + " || exit 1\n";
    return text + "replace " + target + "\n";
  }

  /** Files that the script makes are compared with what they were. */
  private static String remember(Template file, int number) {
    return "before"
        + number
        + "=$(cat "
        + Sh.quote(file.get(Template.TARGET))
        + " 2>/dev/null; echo .)\n";
  }

  private static String compared(Template file, int number) {
    String now = "\"$(cat " + Sh.quote(file.get(Template.TARGET)) + "; echo .)\"";
    return "[ \"$before" + number + "\" = " + now + " ] || changed=yes\n";
  }

  private static String called(ScriptValue run) {
    String command =
        switch (run.form()) {
          case SHELL -> "/bin/sh -c " + Sh.quote(run.text());
          case COMMAND -> Sh.line(run.words());
          case EXECLINE -> "execlineb -Pc " + Sh.quote(run.text());
        };
    return command + " || exit 1\n";
  }

  private static String answer(Definition service, Configure configure) {
    boolean isLongrun = service.kind() == Definition.Kind.LONGRUN;
    if (!isLongrun || configure.get(Configure.CHANGED) == Configure.Changed.NOTHING) return "";
    String directory = Sh.quote("../" + service.name);
    return "if [ \"$changed\" ] && s6-svok "
        + directory
        + " && [ \"$(s6-svstat -o up "
        + directory
        + ")\" = true ]; then\n  exec s6-svc "
        + configure.get(Configure.CHANGED).option
        + " "
        + directory
        + "\nfi\n";
  }
}
