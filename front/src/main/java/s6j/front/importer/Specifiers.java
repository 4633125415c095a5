package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import s6j.front.toml.Place;

/**
 * Replaces what a percent sign stands for in a unit (systemd.unit page, Specifiers) as the system's
 * manager does. In a template the instance is left to the template of the definition.
 */
final class Specifiers {
  private static final String INSTANCE = "{{instance}}";
  private static final Map<Character, String> FIXED =
      Map.ofEntries(
          Map.entry('%', "%"),
          Map.entry('t', "/run"),
          Map.entry('S', "/var/lib"),
          Map.entry('C', "/var/cache"),
          Map.entry('L', "/var/log"),
          Map.entry('E', "/etc"),
          Map.entry('T', "/tmp"),
          Map.entry('V', "/var/tmp"),
          Map.entry('u', "root"),
          Map.entry('U', "0"),
          Map.entry('g', "root"),
          Map.entry('G', "0"),
          Map.entry('h', "/root"),
          Map.entry('s', "/bin/sh"));

  private static final Map<Character, String> MACHINE =
      Map.of(
          'H', "/proc/sys/kernel/hostname",
          'l', "/proc/sys/kernel/hostname",
          'v', "/proc/sys/kernel/osrelease",
          'm', "/etc/machine-id");

  /** Of the unit without its suffix; ends in @ for a template. */
  private final String name;

  private final ImportReport report;

  /** Whether dashes of an instance would have to become slashes, which a template cannot do. */
  boolean wantsInstance;

  Specifiers(String name, ImportReport report) {
    this.name = name;
    this.report = report;
  }

  String expand(String text, Place place) {
    StringBuilder expanded = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') expanded.append(c);
      else if (i + 1 == text.length()) return unknown(expanded, "%", place);
      else i += append(expanded, text.charAt(i + 1), place);
    }
    return expanded.toString();
  }

  private String unknown(StringBuilder expanded, String text, Place place) {
    report.changed(place, text + " stays as it is: it stands alone");
    return expanded.append(text).toString();
  }

  private int append(StringBuilder expanded, char letter, Place place) {
    String meaning = FIXED.containsKey(letter) ? FIXED.get(letter) : ofUnit(letter);
    if (meaning == null) meaning = ofMachine(letter, place);
    if (meaning == null) {
      report.left(place, "%" + letter + " is not replaced", "write what it stands for");
      meaning = "%" + letter;
    }
    expanded.append(meaning);
    return 1;
  }

  /** What this machine is called, as systemd asks when it loads the unit. */
  private @Nullable String ofMachine(char letter, Place place) {
    String file = MACHINE.get(letter);
    if (file == null) return null;
    try {
      String text = Files.readString(Path.of(file)).strip();
      if (letter == 'l') text = text.replaceFirst("\\..*", "");
      report.changed(place, "%" + letter + " is " + text + ", of this machine");
      return text;
    } catch (IOException e) {
      return null;
    }
  }

  private @Nullable String ofUnit(char letter) {
    int at = name.indexOf('@');
    String prefix = at < 0 ? name : name.substring(0, at);
    String instance = at < 0 ? "" : name.substring(at + 1);
    if (at == name.length() - 1 && at >= 0) instance = INSTANCE;
    if ("IfJ".indexOf(letter) >= 0 && instance.equals(INSTANCE)) wantsInstance = true;
    String full = at < 0 ? prefix : prefix + "@" + instance;
    return switch (letter) {
      case 'n' -> full + ".service";
      case 'N' -> full;
      case 'p', 'P' -> prefix;
      case 'i' -> instance;
      case 'I' -> unescaped(instance);
      case 'j', 'J' -> prefix.substring(prefix.lastIndexOf('-') + 1);
      case 'f' -> "/" + unescaped(at < 0 ? prefix : instance);
      default -> null;
    };
  }

  /** A dash stands for a slash there; the template keeps its token. */
  private static String unescaped(String text) {
    if (text.equals(INSTANCE)) return text;
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isEscape = c == '\\' && text.substring(i).matches("(?s)\\\\x[1-7][0-9a-f].*");
      if (isEscape) {
        plain.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else plain.append(c == '-' ? '/' : c);
    }
    return plain.toString();
  }
}
