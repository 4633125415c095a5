package s6j.front.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import s6j.front.toml.Place;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** Sockets that are opened before a service starts, and stay open while it does not run. */
public final class Listen extends Entries {
  private static final Table TABLE = new Table();
  private static final String ADDRESS =
      "([^=:]+=)?((tcp|udp):(\\d{1,3}(\\.\\d{1,3}){3}:|\\[[0-9A-Fa-f:]+\\]:)?[0-9]{1,5}"
          + "|unix(-dgram)?:.{1,107})";
  public static final Key<List<String>> SOCKETS =
      TABLE
          .key(
              "sockets",
              Type.texts("addresses"),
              "as `tcp:127.0.0.1:80`, `tcp:[::1]:80`, `tcp:80`, `udp:53`, `unix:/run/x`,"
                  + " `unix-dgram:/run/x`, perhaps with `NAME=` before it for `LISTEN_FDNAMES`")
          .required("sockets = [\"tcp:127.0.0.1:80\"]");
  public static final Key<Boolean> ON_DEMAND =
      TABLE.key("on-demand", Type.FLAG, "the service is started when somebody connects");
  public static final Key<Integer> EACH =
      TABLE.key(
          "each",
          Type.whole(1, 100_000),
          "`run` is started for each connection, its standard input and output; so many at a time");
  public static final Key<Boolean> SHARED =
      TABLE.key(
          "shared",
          Type.FLAG,
          "all instances of a template have the same sockets, of one longrun `TEMPLATE-sockets`");
  public static final Key<Boolean> STDIN =
      TABLE.key("stdin", Type.FLAG, "the only socket is standard input, and no variable tells it");
  public static final Key<String> MODE =
      TABLE.key(
          "mode",
          Type.matching(
              "octal digits", "[0-7]{1,4}", "is ", "must be octal digits, such as \"0660\""),
          "of Unix sockets; 0666");
  public static final Key<String> OWNER =
      TABLE.key("owner", Type.LINE, "of Unix sockets, as `USER` or `USER:GROUP`");

  static final Type<Listen> TYPE =
      TABLE.type(
          Listen::new,
          Listen::check,
          Type.of(
              "addresses",
              () -> Schema.TEXTS,
              null,
              (section, key) -> Optional.of(shorthand(section, key)),
              Listen::toString));

  public Listen(Place place) {
    super(TABLE, place);
  }

  private static Listen shorthand(Section section, String key) {
    Value value = section.take(key).orElseThrow();
    Listen listen = new Listen(value.place());
    listen.set(SOCKETS, section.texts(key));
    checkAddresses(listen, section, key);
    return listen;
  }

  private static void check(Listen listen, Section section) {
    checkAddresses(listen, section, SOCKETS.name);
    if (listen.get(ON_DEMAND) && listen.find(EACH).isPresent())
      section.bad(ON_DEMAND.name, "and each exclude each other", "");
    if (listen.get(SHARED) && (listen.get(ON_DEMAND) || listen.find(EACH).isPresent()))
      section.bad(SHARED.name, "excludes on-demand and each", "");
    if (listen.get(STDIN) && (listen.get(SOCKETS).size() > 1 || listen.find(EACH).isPresent()))
      section.bad(STDIN.name, "takes one socket, and no each", "");
  }

  /** Whether s6-listend takes it. */
  public static boolean isAddress(String text) {
    return text.matches(ADDRESS);
  }

  private static void checkAddresses(Listen listen, Section section, String key) {
    if (listen.get(SOCKETS).isEmpty()) section.bad(key, "names no socket", "tcp:127.0.0.1:80");
    for (String address : listen.get(SOCKETS))
      if (!isAddress(address))
        section.bad(key, "is no address: " + address, "such as tcp:127.0.0.1:80 or unix:/run/x");
  }

  /** The words of s6-listend that say where, and how. */
  public List<String> words() {
    List<String> words = new ArrayList<>();
    if (!get(MODE).isEmpty()) words.addAll(List.of("-a", get(MODE)));
    if (!get(OWNER).isEmpty()) words.addAll(List.of("-o", get(OWNER)));
    for (String socket : get(SOCKETS)) words.addAll(List.of("-l", socket));
    return words;
  }
}
