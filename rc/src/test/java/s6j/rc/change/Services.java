package s6j.rc.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import s6j.formats.RcDatabase;
import s6j.formats.RcRelations;
import s6j.posix.CString;

/** Writes compiled sets for tests, service by service: longruns first, dependencies behind. */
public final class Services {
  private final List<String> names = new ArrayList<>();
  private final List<int[]> needs = new ArrayList<>();
  private final List<Integer> flags = new ArrayList<>();
  private final List<Object[]> relations = new ArrayList<>();
  private int longruns;

  public Services longrun(String name, int... needed) {
    longruns++;
    return add(name, needed);
  }

  public Services oneshot(String name, int... needed) {
    return add(name, needed);
  }

  public Services essential() {
    flags.set(flags.size() - 1, RcDatabase.ESSENTIAL);
    return this;
  }

  /** Of the latest service to others. */
  public Services related(RcRelations.Kind kind, int... others) {
    for (int other : others) relations.add(new Object[] {kind, names.size() - 1, other});
    return this;
  }

  private Services add(String name, int... needed) {
    names.add(name);
    needs.add(needed);
    flags.add(0);
    return this;
  }

  /** A random set without cycles; numbers do not tell who needs whom. */
  public static RcDatabase random(Random random, int count) {
    return random(random, count, false);
  }

  /** The same, where some services are only ordered behind others. */
  public static RcDatabase random(Random random, int count, boolean ordered) {
    Services services = new Services();
    int longruns = random.nextInt(count + 1);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) order.add(i);
    java.util.Collections.shuffle(order, random);
    for (int i = 0; i < count; i++) {
      List<Integer> needed = new ArrayList<>();
      for (int j = 0; j < count; j++)
        if (order.indexOf(j) < order.indexOf(i) && random.nextInt(3) == 0) needed.add(j);
      int[] list = needed.stream().mapToInt(Integer::intValue).toArray();
      if (i < longruns) services.longrun("s" + i, list);
      else services.oneshot("s" + i, list);
      if (random.nextInt(6) == 0) services.essential();
      for (int j = 0; j < count; j++)
        if (order.indexOf(j) < order.indexOf(i) && ordered && random.nextInt(4) == 0)
          services.related(RcRelations.Kind.AFTER, j);
    }
    return services.database();
  }

  public RcDatabase database() {
    RcDatabase database = new RcDatabase(longruns, names.size() - longruns);
    StringBuilder pool = new StringBuilder();
    List<Integer> forward = new ArrayList<>();
    List<Integer> backward = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      database.name[i] = pool.length();
      pool.append(names.get(i)).append('\0');
      database.flags[i] = flags.get(i);
      if (i < longruns) database.consumer[i] = longruns;
      database.needsStart[i] = forward.size();
      for (int needed : needs.get(i)) forward.add(needed);
      database.needsCount[i] = needs.get(i).length;
      database.neededByStart[i] = backward.size();
      for (int j = 0; j < names.size(); j++)
        for (int needed : needs.get(j)) if (needed == i) backward.add(j);
      database.neededByCount[i] = backward.size() - database.neededByStart[i];
    }
    database.strings = CString.of(pool.toString());
    database.stringLength = pool.length();
    database.needs = forward.stream().mapToInt(Integer::intValue).toArray();
    database.neededBy = backward.stream().mapToInt(Integer::intValue).toArray();
    database.producers = new int[0];
    for (Object[] relation : relations)
      database.relations.add((RcRelations.Kind) relation[0], (int) relation[1], (int) relation[2]);
    return database;
  }
}
