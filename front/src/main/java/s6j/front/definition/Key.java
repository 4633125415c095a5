package s6j.front.definition;

import com.google.gson.Gson;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import s6j.front.toml.Section;

/**
 * The declaration of one key of a table: its name, what it may be set to, what is meant without it,
 * what is checked, which kinds of definitions have it, the file that it becomes, and what the page
 * and editors say of it. It is read, written back, checked and described from here alone.
 */
public final class Key<T> {
  /** A check of a value that has been read. */
  interface Check<T> {
    void of(T value, Key<T> key, Section section);
  }

  public final String name;
  final Type<T> type;

  /** What is meant where the key is not said; null for nothing. */
  public final @Nullable T usual;

  final String text;
  final String heading;
  private Set<Definition.Kind> kinds;
  private Check<T> check = (value, key, section) -> {};
  private String file = "";
  private String hint = "";
  private boolean isRequired;
  private boolean isSpelled;
  private @Nullable Key<?> companion;
  private @Nullable Key<?> base;

  Key(String name, Type<T> type, T usual, String text, Table table) {
    this.name = name;
    this.type = type;
    this.usual = usual;
    this.text = text;
    this.heading = table.heading();
    this.kinds = table.kinds();
  }

  /** Only these kinds of definitions have it. */
  Key<T> of(Definition.Kind... those) {
    kinds = Set.of(those);
    return this;
  }

  /** It becomes a file of the source directory (of a list: a file for each name in it). */
  Key<T> file(String path) {
    file = path;
    return this;
  }

  /** Its table is of no use without it. */
  Key<T> required(String what) {
    isRequired = true;
    hint = what;
    return this;
  }

  /** It is of no use without another key. */
  Key<T> needs(Key<?> other, String example) {
    base = other;
    hint = example;
    return this;
  }

  /** It is written back even where it says what is meant anyway. */
  Key<T> spelled() {
    isSpelled = true;
    return this;
  }

  /** It is written back if another key is, and never without that one. */
  Key<T> with(Key<?> other) {
    companion = other;
    return this;
  }

  Key<T> check(Check<T> what) {
    check = what;
    return this;
  }

  /** These paths in it must be absolute: scripts run in directories that nobody thinks of. */
  Key<T> absolute(Function<T, List<String>> paths) {
    return check(
        (value, key, section) -> {
          for (String path : paths.apply(value))
            if (!path.isEmpty() && !path.startsWith("/"))
              section.bad(name, "must be an absolute path: " + path, "{{directory}}/" + path);
        });
  }

  void read(Section section, Entries into) {
    boolean isThere = section.take(name).isPresent();
    if (isRequired && !isThere) section.bad(name, "is missing", hint);
    if (!isThere) return;
    into.mark(this, section.place(name));
    type.read().apply(section, name).ifPresent(value -> into.set(this, value));
  }

  /** Drops what is of no use without another key. */
  void settle(Section section, Entries entries) {
    if (base == null || !base.isUsual(entries)) return;
    entries.clear(this);
    if (section.take(name).isPresent())
      section.bad(name, "is of no use without " + base.name, hint);
  }

  void check(Section section, Entries entries) {
    entries.find(this).ifPresent(value -> check.of(value, this, section));
  }

  void write(TomlText out, Entries entries) {
    if (isWritten(entries)) type.write().write(out, name, entries.get(this));
  }

  private boolean isWritten(Entries entries) {
    return isSpelled || !isUsual(entries);
  }

  /** Whether what is meant is what would be meant without the key. */
  boolean isUsual(Entries entries) {
    if (companion != null) return companion.isUsual(entries);
    T value = entries.get(this);
    if (value == null || value.equals(usual)) return true;
    return usual != null && value instanceof Entries inner && inner.isUsual();
  }

  boolean isMissing(Entries entries) {
    return isRequired && entries.find(this).isEmpty();
  }

  boolean isFor(Definition.Kind kind) {
    return kinds.contains(kind);
  }

  /** Hands over the file that it becomes, if it does, and the value. */
  public void writeFile(Entries entries, BiConsumer<String, Object> files) {
    if (!file.isEmpty() && isWritten(entries)) files.accept(file, entries.get(this));
  }

  /** As a property of a schema, with what the page says, the links in it left out. */
  String schema() {
    String plain = text.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1");
    String more = heading.isEmpty() ? "" : " (docs/definitions.md, " + heading + ")";
    String description = new Gson().toJson(type.takes() + ": " + plain + more);
    return name + ": {description: " + description + ", " + type.schema().get().substring(1);
  }
}
