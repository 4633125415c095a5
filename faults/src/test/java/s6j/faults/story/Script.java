package s6j.faults.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an executable file of a story does, in words that a fake process can play and a shell can be
 * told.
 */
public record Script(List<Deed> deeds) {
  /** The first line of such a file on a fake machine. */
  public static final String HEAD = "#!story\n";

  private static final Set<String> DEEDS =
      Set.of(
          "say",
          "complain",
          "note",
          "ready",
          "await",
          "take",
          "sleep",
          "exit",
          "die",
          "exec",
          "on",
          "live");

  /** One deed: its verb, and what stands behind it. */
  public record Deed(String verb, String rest) {
    /** The deed behind {@code on SIGNAL}, or null where the signal is ignored. */
    public Deed trapped() {
      String deed = tail();
      return deed.equals("nothing") ? null : of(deed);
    }

    /** The first word behind the verb. */
    public String head() {
      int blank = rest.indexOf(' ');
      return blank < 0 ? rest : rest.substring(0, blank);
    }

    /** What stands behind {@link #head}. */
    public String tail() {
      int blank = rest.indexOf(' ');
      return blank < 0 ? "" : rest.substring(blank + 1).trim();
    }

    static Deed of(String line) {
      int blank = line.indexOf(' ');
      if (blank < 0) return new Deed(line, "");
      return new Deed(line.substring(0, blank), line.substring(blank + 1).trim());
    }

    /** What is wrong with it, or null. */
    private String fault() {
      if (!DEEDS.contains(verb)) return "expected a deed of a script, found \"" + verb + "\"";
      return switch (verb) {
        case "live" -> rest.isEmpty() ? null : "expected nothing behind live";
        case "sleep" -> Time.isTime(rest) ? null : "expected a time, found \"" + rest + "\"";
        case "exit", "ready" ->
            rest.matches("\\d{1,3}") ? null : "expected a number, found \"" + rest + "\"";
        case "die" -> Signals.isName(rest) ? null : "expected a signal, found \"" + rest + "\"";
        case "note" -> tail().isEmpty() ? "expected a file and a text" : null;
        case "on" -> faultOfTrap();
        default -> rest.isEmpty() ? "expected something behind " + verb : null;
      };
    }

    private String faultOfTrap() {
      if (!Signals.isName(head())) return "expected a signal, found \"" + head() + "\"";
      Deed trapped = trapped();
      if (trapped == null) return null;
      if (trapped.verb.equals("on") || trapped.verb.equals("live"))
        return "expected a deed that ends, found \"" + trapped.verb + "\"";
      return trapped.fault();
    }
  }

  /** Reads the text of a file that {@link #text} made. */
  public static Script of(String text) {
    return new Script(text.substring(HEAD.length()).lines().map(Deed::of).toList());
  }

  /** What is wrong with a line, or null. */
  static String fault(String line) {
    return Deed.of(line).fault();
  }

  static Script of(List<String> lines) {
    return new Script(lines.stream().map(Deed::of).toList());
  }

  /** As a file that a fake machine plays. */
  public String text() {
    StringBuilder text = new StringBuilder(HEAD);
    for (Deed deed : deeds) text.append(deed.verb).append(' ').append(deed.rest).append('\n');
    return text.toString();
  }

  /** As a file that a shell plays. */
  public String shell() {
    List<String> lines = new ArrayList<>(List.of("#!/bin/sh"));
    boolean traps = deeds.stream().anyMatch(deed -> deed.verb.equals("on"));
    for (Deed deed : deeds) lines.add(shell(deed, traps));
    return String.join("\n", lines) + "\n";
  }

  private static String shell(Deed deed, boolean traps) {
    return switch (deed.verb) {
      case "say" -> "printf '%s\\n' " + quoted(deed.rest);
      case "complain" -> "printf '%s\\n' " + quoted(deed.rest) + " >&2";
      case "note" -> "printf '%s\\n' " + quoted(deed.tail()) + " >> " + quoted(deed.head());
      case "ready" -> "echo >&" + deed.rest;
      case "take" -> "until rm " + deed.rest + " 2>/dev/null; do sleep 0.05; done";
      case "sleep" -> "sleep " + Time.millis(deed.rest) / 1000.0;
      case "await" -> "while test ! -e " + deed.rest + "; do sleep 0.05; done";
      case "die" -> "kill -" + deed.rest + " $$";
      case "on" -> trap(deed);
      case "live" -> traps ? WAIT_FOR_SIGNALS : "exec sleep 1000";
      default -> deed.verb + " " + deed.rest;
    };
  }

  /** A shell hears a signal when the child it waits for is one that it started beside itself. */
  private static final String WAIT_FOR_SIGNALS =
      "while :; do sleep 1000 </dev/null >/dev/null 2>&1 3>&- & wait $!; kill $! 2>/dev/null; done";

  private static String trap(Deed deed) {
    Deed trapped = deed.trapped();
    if (trapped == null) return "trap '' " + deed.head();
    String does = shell(trapped, true).replace("'", "'\\''");
    return "trap 'kill $! 2>/dev/null; " + does + "' " + deed.head();
  }

  /** Of what a shell would replace, only arguments are. */
  private static String quoted(String text) {
    return '"' + text.replaceAll("[\"\\\\`]|\\$(?!HERE|[0-9$])", "\\\\$0") + '"';
  }
}
