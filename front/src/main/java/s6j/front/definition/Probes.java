package s6j.front.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import s6j.front.shell.Sh;
import s6j.front.toml.Section;

/** The keys of a table that ask a server by s6-probe; if there are several, all must be well. */
record Probes(Key<String> http, Key<String> status, Key<String> tcp, Key<String> unix) {
  private static final String HOST = "([0-9.]+|localhost|\\[[0-9A-Fa-f:]+\\])";

  static Probes in(Table table) {
    Key<String> http =
        table.key(
            "http",
            Type.matching(
                "a URL",
                "http://" + HOST + "(:[0-9]+)?([/?][^\\s]*)?",
                "is ",
                "http://127.0.0.1:8080/"),
            "it answers with a status that is well; s6-probe");
    Key<String> status =
        table
            .key(
                "status",
                Type.matching(
                    "codes", "[0-9]{3}(-[0-9]{3})?(,[0-9]{3}(-[0-9]{3})?)*", "is ", "200,204"),
                "which are well, as `200,300-399`; 200-399")
            .needs(http, "http = \"http://127.0.0.1:8080/\"");
    Key<String> tcp =
        table.key(
            "tcp",
            Type.matching("an address", HOST + ":[0-9]+", "is ", "127.0.0.1:80"),
            "somebody takes connections there, as `127.0.0.1:80`");
    Key<String> unix =
        table.key(
            "unix",
            Type.matching("an absolute path", "/[^\\n]*", "is ", "must be an absolute path"),
            "somebody takes connections at this Unix socket");
    return new Probes(http, status, tcp, unix);
  }

  /** The script that asks all of them, or that one of a key. */
  Optional<ScriptValue> script(Entries entries, Key<ScriptValue> own) {
    return entries.find(own).or(() -> script(entries));
  }

  private Optional<ScriptValue> script(Entries entries) {
    List<List<String>> all = new ArrayList<>();
    List<String> options = new ArrayList<>(List.of("s6-probe"));
    entries.find(status).ifPresent(codes -> options.addAll(List.of("-c", codes)));
    add(all, options, "http", entries.find(http));
    add(all, List.of("s6-probe"), "tcp", entries.find(tcp));
    add(all, List.of("s6-probe"), "unix", entries.find(unix));
    if (all.isEmpty()) return Optional.empty();
    List<String> lines = new ArrayList<>(all.stream().map(Sh::line).toList());
    int last = lines.size() - 1;
    lines.set(last, "exec " + lines.get(last));
    return Optional.of(ScriptValue.shell(String.join(" && ", lines)));
  }

  private static void add(
      List<List<String>> all, List<String> before, String kind, Optional<String> target) {
    if (target.filter(text -> !text.isEmpty()).isEmpty()) return;
    List<String> words = new ArrayList<>(before);
    words.addAll(List.of(kind, target.get()));
    all.add(words);
  }

  /** Whether a table has any of these, which it is told of if it has a script, too. */
  boolean isAlone(Entries entries, Key<ScriptValue> own, Section section) {
    boolean isProbe =
        List.of(http, tcp, unix).stream().anyMatch(key -> section.take(key.name).isPresent());
    if (isProbe && entries.find(own).isPresent())
      section.bad(own.name, "and http, tcp or unix exclude each other", "");
    return isProbe;
  }
}
