package s6j.front.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import s6j.front.toml.Name;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** Reads the keys watch, on-change, quiet and dependents. */
final class WatchReader {
  private static final Map<String, Watch.Answer> ANSWERS = new LinkedHashMap<>();

  static {
    for (Watch.Answer answer : Watch.Answer.values()) ANSWERS.put(answer.word, answer);
  }

  private final Section section;

  WatchReader(Section section) {
    this.section = section;
  }

  Optional<Watch> read() {
    List<String> paths = section.texts("watch");
    Watch.Answer answer = section.word("on-change", ANSWERS, Watch.Answer.RESTART);
    long quiet = section.millis("quiet", Watch.DEFAULT_QUIET);
    boolean all = section.take("dependents").orElse(null) instanceof Value.Flag;
    boolean isSet = all && section.flag("dependents");
    List<Name> dependents = all ? List.of() : section.names("dependents");
    if (!paths.isEmpty())
      return Optional.of(new Watch(paths, answer, quiet, isSet, List.copyOf(dependents)));
    for (String key : List.of("on-change", "quiet", "dependents"))
      if (section.table.entries().containsKey(key))
        section.bad(key, "is of no use without watch", "watch = [\"/etc/file\"]");
    return Optional.empty();
  }
}
