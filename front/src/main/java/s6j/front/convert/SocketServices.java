package s6j.front.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Keys;
import s6j.front.definition.Listen;
import s6j.front.definition.Readiness;
import s6j.front.definition.ScriptValue;
import s6j.front.shell.Sh;
import s6j.front.toml.Name;
import s6j.front.toml.Problems;

/**
 * Gives services a longrun NAME-sockets that keeps their sockets, which they need; or which starts
 * them, and stands in their bundles in their place.
 */
final class SocketServices {
  static final String SUFFIX = "-sockets";

  private final DefinitionSet set;
  private final Problems problems;

  /** By the name of the longrun that keeps them. */
  private final Map<String, Listen> shared = new TreeMap<>();

  private final Map<String, Name> inPlace = new TreeMap<>();

  SocketServices(DefinitionSet set, Problems problems) {
    this.set = set;
    this.problems = problems;
  }

  void add() {
    for (Definition service : List.copyOf(set.all()))
      service.find(Keys.LISTEN).ifPresent(listen -> add(service, listen));
    for (Definition bundle : set.all()) if (bundle.kind() == Kind.BUNDLE) stand(bundle);
  }

  private void add(Definition service, Listen listen) {
    checkDescriptor(service, listen);
    if (listen.find(Listen.EACH).isPresent()) return;
    String name = nameOf(service, listen);
    if (listen.get(Listen.SHARED) && shared.containsKey(name)) {
      share(service, listen, name);
      return;
    }
    shared.put(name, listen);
    Definition holder = new Definition(name, service.name.place(), Kind.LONGRUN);
    holder.set(Keys.DESCRIPTION, "keeps the sockets of " + service.name);
    List<String> words = new ArrayList<>(List.of("s6-listend", "-d", "3"));
    words.addAll(listen.words());
    boolean isOnDemand = listen.get(Listen.ON_DEMAND);
    if (isOnDemand) words.addAll(List.of("-u", "../" + service.name));
    holder.set(Keys.RUN, withDirectories(listen, words));
    holder.set(Keys.READINESS, Readiness.newline(Readiness.DEFAULT_FD));
    if (!set.addMade(holder, service)) return;
    // What the service needs is up before anybody can start it.
    if (isOnDemand) holder.copy(service, Keys.NEEDS);
    service.add(Keys.NEEDS, holder.name);
    if (!isOnDemand) return;
    service.find(Keys.PRODUCER_FOR).ifPresent(logger -> holder.add(Keys.NEEDS, logger));
    inPlace.put(service.name.text(), holder.name);
    if (service.find(Keys.TIMER).isPresent())
      problems.add(service.place(Keys.TIMER), "timer and listen.on-demand exclude each other");
  }

  /** The directories of Unix sockets are made, if they are not there; those of a system are. */
  private static ScriptValue withDirectories(Listen listen, List<String> words) {
    TreeSet<String> directories = new TreeSet<>();
    for (String socket : listen.get(Listen.SOCKETS)) {
      int path = socket.indexOf(":/");
      int last = socket.lastIndexOf('/');
      if (path >= 0 && socket.contains("unix") && last > path + 1)
        directories.add(socket.substring(path + 1, last));
    }
    directories.removeAll(List.of("/run", "/tmp", "/var/run"));
    if (directories.isEmpty()) return ScriptValue.command(words);
    List<String> make = new ArrayList<>(List.of("mkdir", "-p", "--"));
    make.addAll(directories);
    return ScriptValue.shell(Sh.line(make) + " || exit 111\nexec " + Sh.line(words) + "\n");
  }

  /** Of the longrun that keeps the sockets of a service. */
  static String nameOf(Definition service, Listen listen) {
    String name = service.name.text();
    int at = name.indexOf('@');
    return (listen.get(Listen.SHARED) && at > 0 ? name.substring(0, at) : name) + SUFFIX;
  }

  private void share(Definition service, Listen listen, String holder) {
    if (!listen.words().equals(shared.get(holder).words()))
      problems.add(listen.place, "listen is shared, and other than that of another instance");
    service.add(Keys.NEEDS, new Name(holder, service.name.place()));
  }

  /** Descriptors from 3 on are those of the sockets. */
  private void checkDescriptor(Definition service, Listen listen) {
    boolean isOwn =
        service.find(Keys.READINESS).filter(r -> r.way() == Readiness.Way.NEWLINE).isPresent();
    int fd = isOwn ? service.get(Keys.READINESS).get(Readiness.FD) : 0;
    int sockets = listen.get(Listen.SOCKETS).size();
    boolean isAtThree = listen.find(Listen.EACH).isEmpty() && !listen.get(Listen.STDIN);
    if (isOwn && isAtThree && fd < 3 + sockets)
      problems.add(
          service.place(Keys.READINESS),
          "readiness is told on a descriptor that is a socket: " + fd,
          "from " + (3 + sockets) + " on");
  }

  private void stand(Definition bundle) {
    for (Map.Entry<String, Name> other : inPlace.entrySet())
      if (bundle.removeIf(Keys.CONTENTS, member -> member.text().equals(other.getKey())))
        DefinitionSet.addOnce(bundle, Keys.CONTENTS, other.getValue());
  }
}
