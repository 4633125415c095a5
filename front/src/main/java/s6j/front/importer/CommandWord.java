package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import s6j.front.shell.Sh;

/** A word of a command: text that stands for itself, and variables. */
final class CommandWord {
  private enum Form {
    TEXT,
    VARIABLE,
    /** As many words as its value has, perhaps none. */
    WORDS,
    /** The same, with regard to quotes in it. */
    SPLIT
  }

  private record Piece(Form form, String text) {}

  private final List<Piece> pieces = new ArrayList<>();

  static CommandWord of(String text) {
    return new CommandWord().text(text);
  }

  CommandWord text(String text) {
    int last = pieces.size() - 1;
    boolean goesOn = last >= 0 && pieces.get(last).form == Form.TEXT;
    if (text.isEmpty()) return this;
    if (goesOn) pieces.set(last, new Piece(Form.TEXT, pieces.get(last).text + text));
    else pieces.add(new Piece(Form.TEXT, text));
    return this;
  }

  CommandWord variable(String name) {
    pieces.add(new Piece(Form.VARIABLE, name));
    return this;
  }

  CommandWord words(String name) {
    pieces.add(new Piece(Form.WORDS, name));
    return this;
  }

  /** The same, but a variable that is not set or empty ends the shell. */
  CommandWord insisting() {
    pieces.replaceAll(
        piece -> piece.form == Form.VARIABLE ? new Piece(Form.VARIABLE, piece.text + ":?") : piece);
    return this;
  }

  /** A word that is split with its text when it is known. */
  CommandWord split(String name) {
    pieces.add(new Piece(Form.SPLIT, name));
    return this;
  }

  /** The text, if there are no variables in it. */
  Optional<String> literal() {
    if (pieces.stream().anyMatch(piece -> piece.form != Form.TEXT)) return Optional.empty();
    return Optional.of(pieces.stream().map(Piece::text).collect(Collectors.joining()));
  }

  boolean uses(String variable) {
    return pieces.stream().anyMatch(p -> p.form != Form.TEXT && p.text.equals(variable));
  }

  /** Whether the name is anywhere in it, perhaps in a script that is an argument. */
  boolean mentions(String name) {
    return pieces.stream().anyMatch(piece -> piece.text.contains(name));
  }

  /** Whether the shell needs {@link Splitting}. */
  boolean splits() {
    return pieces.stream().anyMatch(piece -> piece.form == Form.SPLIT);
  }

  String shell() {
    if (pieces.isEmpty()) return "''";
    if (splits()) return Splitting.mark(raw());
    return pieces.stream().map(CommandWord::shell).collect(Collectors.joining());
  }

  private static String shell(Piece piece) {
    return switch (piece.form) {
      case TEXT -> Sh.quote(piece.text);
      case VARIABLE -> "\"${" + piece.text + "}\"";
      case WORDS -> "${" + piece.text + "}";
      case SPLIT -> "\"$" + piece.text + "\"";
    };
  }

  /** For a splitter, which takes what stands behind a backslash as it is. */
  private String raw() {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces)
      if (piece.form == Form.TEXT)
        text.append(Sh.quote(piece.text.replaceAll("[\\s\"'\\\\]", "\\\\$0")));
      else text.append("\"$").append(piece.text).append('"');
    return text.toString();
  }

  static String shell(List<CommandWord> words) {
    return words.stream().map(CommandWord::shell).collect(Collectors.joining(" "));
  }

  /** All of them, if none has variables. */
  static Optional<List<String>> literals(List<CommandWord> words) {
    List<String> literals = new ArrayList<>();
    for (CommandWord word : words) word.literal().ifPresent(literals::add);
    return literals.size() == words.size() ? Optional.of(literals) : Optional.empty();
  }
}
