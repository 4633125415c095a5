package s6j.front.convert;

import java.util.Map;
import java.util.TreeMap;
import s6j.front.definition.Credentials;
import s6j.front.definition.Definition;
import s6j.front.definition.Directories;
import s6j.front.definition.Directories.Preservation;
import s6j.front.definition.Keys;
import s6j.front.shell.Sh;

/** Lines of shell that make what a service has for itself, and that take away what it must not. */
final class OwnFiles {
  private static final String OR_NOT = " || exit 111\n";

  private final Definition definition;

  OwnFiles(Definition definition) {
    this.definition = definition;
  }

  /** Before the service starts, and with its variables; empty if it has none. */
  String making() {
    StringBuilder text = new StringBuilder();
    definition.find(Keys.DIRECTORIES).ifPresent(directories -> make(directories, text));
    definition.find(Keys.CREDENTIALS).ifPresent(credentials -> make(credentials, text));
    return text.toString();
  }

  private void make(Directories directories, StringBuilder text) {
    String owner = owner(directories.get(Directories.OWNER));
    for (Directories.Made made : directories.made()) {
      String path = Sh.quote(made.path());
      if (made.isKept()) text.append("[ -d " + path + " ] || { ");
      text.append("mkdir -p " + path + " && chmod " + made.mode() + " " + path);
      if (!owner.isEmpty()) text.append(" && chown " + Sh.quote(owner) + " " + path);
      text.append(made.isKept() ? "; }" + OR_NOT : OR_NOT);
    }
    Map<String, String> said = definition.get(Keys.ENVIRONMENT);
    directories
        .variables()
        .forEach(
            (name, paths) -> {
              if (!said.containsKey(name))
                text.append("export " + name + "=" + Sh.quote(paths) + "\n");
            });
  }

  /** Nobody else has been able to open what lies there at any time. */
  private void make(Credentials credentials, StringBuilder text) {
    String directory = Sh.quote(directory());
    String owner = owner(credentials.get(Credentials.OWNER));
    text.append("rm -rf " + directory + " && mkdir -p " + Sh.quote(Credentials.directory("")));
    text.append(" && mkdir -m 0700 " + directory + OR_NOT + "(\n  umask 077\n");
    new TreeMap<>(credentials.get(Credentials.LOAD))
        .forEach((name, file) -> text.append("  cat " + Sh.quote(file) + into(name)));
    new TreeMap<>(credentials.get(Credentials.SET))
        .forEach((name, value) -> text.append("  printf %s " + Sh.quote(value) + into(name)));
    text.append("  chmod 0400 " + directory + "/*" + OR_NOT);
    text.append("  chmod 0500 " + directory + OR_NOT);
    if (!owner.isEmpty()) text.append("  chown -R " + Sh.quote(owner) + " " + directory + OR_NOT);
    text.append(")" + OR_NOT + "export CREDENTIALS_DIRECTORY=" + directory + "\n");
  }

  private String into(String name) {
    return " >" + Sh.quote(directory() + "/" + name) + OR_NOT;
  }

  private String directory() {
    return Credentials.directory(definition.name.text());
  }

  /** As chown takes it: without further groups; nothing behind the colon is the user's own. */
  private String owner(String said) {
    String user = said.isEmpty() ? definition.get(Keys.USER) : said;
    String[] words = user.split(":", -1);
    if (words.length > 1) return words[0] + ":" + words[1];
    return words[0] + (words[0].isEmpty() || words[0].matches("[0-9]+") ? "" : ":");
  }

  /** Behind each run of a longrun. */
  String removing() {
    StringBuilder text = new StringBuilder();
    if (definition.find(Keys.CREDENTIALS).isPresent())
      text.append("rm -rf " + Sh.quote(directory()) + "\n");
    definition.find(Keys.DIRECTORIES).ifPresent(directories -> remove(directories, text));
    return text.toString();
  }

  private static void remove(Directories directories, StringBuilder text) {
    Preservation preserve = directories.get(Directories.PRESERVE);
    if (preserve == Preservation.YES) return;
    for (String path : directories.paths(Directories.RUNTIME)) {
      if (preserve == Preservation.RESTART)
        text.append("[ \"$(s6-svstat -o wantedup .)\" = true ] || ");
      text.append("rm -rf " + Sh.quote(path) + "\n");
    }
  }
}
