package s6j.front.convert;

import java.util.List;
import java.util.TreeMap;
import s6j.front.definition.Definition;
import s6j.front.toml.Name;

/** The files of the source definition directory of one definition, by path inside it. */
final class SourceDirectory {
  private final Definition definition;
  private final TreeMap<String, SourceFile> files = new TreeMap<>();

  private SourceDirectory(Definition definition) {
    this.definition = definition;
  }

  static TreeMap<String, SourceFile> of(Definition definition) {
    SourceDirectory directory = new SourceDirectory(definition);
    directory.write();
    return directory.files;
  }

  private void write() {
    files.put("type", SourceFile.line(definition.kind.word()));
    if (definition.essential) files.put("flag-essential", SourceFile.text(""));
    if (definition.recommended) files.put("flag-recommended", SourceFile.text(""));
    definition.timeouts.forEach(
        (timeout, millis) -> files.put(timeout.file(), SourceFile.line(millis)));
    list("dependencies.d", definition.needs);
    list("contents.d", definition.contents);
    switch (definition.kind) {
      case LONGRUN -> new LongrunFiles(definition, files).write();
      case ONESHOT -> new OneshotFiles(definition, files).write();
      case BUNDLE -> {
        // A directory without entries does not survive every way of copying.
        if (definition.contents.isEmpty()) files.put("contents", SourceFile.text(""));
      }
    }
  }

  private void list(String directory, List<Name> names) {
    for (Name name : names) files.put(directory + "/" + name, SourceFile.text(""));
  }
}
