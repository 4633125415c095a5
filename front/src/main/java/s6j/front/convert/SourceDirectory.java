package s6j.front.convert;

import java.util.List;
import java.util.TreeMap;
import s6j.front.definition.Definition;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.Word;

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
    for (Key<?> key : Keys.all()) key.writeFile(definition, this::put);
    definition
        .get(Keys.TIMEOUTS)
        .forEach((timeout, millis) -> files.put(timeout.file(), SourceFile.line(millis)));
    switch (definition.kind()) {
      case LONGRUN -> new LongrunFiles(definition, files).write();
      case ONESHOT -> new OneshotFiles(definition, files).write();
      case BUNDLE -> {
        // A directory without entries does not survive every way of copying.
        if (definition.get(Keys.CONTENTS).isEmpty()) files.put("contents", SourceFile.text(""));
      }
    }
  }

  /** An empty file for a flag and for each name of a list, and otherwise a file of one line. */
  private void put(String file, Object value) {
    if (value instanceof List<?> names)
      names.forEach(name -> files.put(file + "/" + name, SourceFile.text("")));
    else if (value instanceof Word word) files.put(file, SourceFile.line(word.word()));
    else files.put(file, value == Boolean.TRUE ? SourceFile.text("") : SourceFile.line(value));
  }
}
