package s6j.front.convert;

import java.util.List;
import java.util.Map;
import s6j.front.definition.Definition;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.ScriptValue;
import s6j.front.shell.Execline;
import s6j.front.shell.Sh;

/** The scripts of a oneshot: command lines, since nothing else of it gets into the database. */
final class OneshotFiles {
  private final Definition definition;
  private final Map<String, SourceFile> files;

  OneshotFiles(Definition definition, Map<String, SourceFile> files) {
    this.definition = definition;
    this.files = files;
  }

  void write() {
    for (Key<ScriptValue> key : List.of(Keys.UP, Keys.DOWN, Keys.RELOAD))
      definition
          .find(key)
          .ifPresent(script -> files.put(key.name, SourceFile.text(commandLine(key, script))));
  }

  private String commandLine(Key<ScriptValue> role, ScriptValue script) {
    Prologue prologue = new Prologue(definition);
    String before = before(role, prologue);
    List<String> chain = prologue.chain();
    OnFailure failure = new OnFailure(definition);
    if (role == Keys.UP && !failure.isNone()) {
      String text = "\n" + failure.around(before + last(chain, script));
      return Execline.line(List.of("/bin/sh", "-c", text, definition.name.text())) + "\n";
    }
    if (before.isEmpty() && script.form() == ScriptValue.Form.EXECLINE && chain.isEmpty())
      return LongrunFiles.ended(script.text());
    if (before.isEmpty() && script.form() == ScriptValue.Form.COMMAND)
      return Execline.line(joined(chain, script.words())) + "\n";
    String text = "\n" + before + last(chain, script);
    return Execline.line(List.of("/bin/sh", "-c", text, definition.name.text())) + "\n";
  }

  /** Only the way up looks at the conditions; what was skipped has nothing to bring down. */
  private String before(Key<ScriptValue> role, Prologue prologue) {
    String directory = prologue.changeDirectory();
    String skipped = prologue.mayBeSkipped() && role != Keys.UP ? left(prologue) : "";
    if (skipped.isEmpty()) return prologue.text() + directory;
    return skipped + new Prologue(unconditional()).text() + directory;
  }

  private static String left(Prologue prologue) {
    return "if [ -e " + prologue.skipped() + " ]; then exit 0; fi\n";
  }

  /** The same process without the conditions. */
  private Definition unconditional() {
    Definition process = new Definition(definition.name);
    process.copy(definition, Keys.UMASK, Keys.LOGIN, Keys.ENVIRONMENT, Keys.ENV_FILES);
    process.copy(definition, Keys.IGNORE_SIGPIPE, Keys.DIRECTORIES, Keys.CREDENTIALS, Keys.USER);
    return process;
  }

  private static String last(List<String> chain, ScriptValue script) {
    return switch (script.form()) {
      case COMMAND -> "exec " + Sh.line(joined(chain, script.words())) + "\n";
      case EXECLINE ->
          "exec " + Sh.line(joined(chain, List.of("execlineb", "-Pc", script.text()))) + "\n";
      case SHELL -> script.isPlainShell() ? shell(chain, script) : interpreted(chain, script);
    };
  }

  private static String shell(List<String> chain, ScriptValue script) {
    String body = LongrunFiles.ended(script.text());
    if (chain.isEmpty()) return body;
    return "exec " + Sh.line(joined(chain, List.of("/bin/sh", "-c", body, "sh"))) + "\n";
  }

  /** A oneshot has no directory, so its script is laid into a file while it runs. */
  private static String interpreted(List<String> chain, ScriptValue script) {
    String end = "END";
    while (script.text().contains(end)) end += "_";
    String[] words = script.interpreter().split("[ \\t]+", 2);
    return "script=$(mktemp) || exit 111\ntrap 'rm -f \"$script\"' EXIT\ncat >\"$script\" <<'"
        + end
        + "'\n"
        + LongrunFiles.ended(script.text())
        + end
        + "\nchmod 0755 \"$script\"\n"
        + Sh.line(joined(chain, List.of(words)))
        + " \"$script\"\n";
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
  }
}
