package s6j.front.convert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import s6j.front.definition.Definition;
import s6j.front.definition.DefinitionText;
import s6j.front.toml.Problem;

/** A directory of files NAME.toml written by a program, which replaces only what it wrote. */
public final class DefinitionTree {
  private final TreeMap<String, String> texts = new TreeMap<>();

  public DefinitionTree(Collection<Definition> definitions) {
    for (Definition definition : definitions)
      texts.put(definition.name + ".toml", DefinitionText.of(definition));
  }

  /** The files, contents by name. */
  public Map<String, String> texts() {
    return texts;
  }

  /** What convert would find wrong with them; the places are in those files. */
  public List<Problem> problems() {
    return Conversion.ofTexts(texts).problems.sorted();
  }

  /** What keeps {@code s6j COMMAND} from writing into a directory. */
  public static List<String> obstacles(Path directory, String command) throws IOException {
    return new OutputTree(directory, command).obstacles();
  }

  /** Writes or replaces the directory as a whole; false if it was the same already. */
  public boolean write(Path directory, String command) throws IOException {
    TreeMap<String, SourceFile> files = new TreeMap<>();
    texts.forEach((name, text) -> files.put(name, SourceFile.text(text)));
    return new OutputTree(directory, command).write(files);
  }
}
