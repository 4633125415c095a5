package s6j.rccompiler.compile;

import org.jspecify.annotations.Nullable;
import s6j.formats.RcDatabase;

/**
 * Turns definitions into a numbered, checked set of services (docs/specification/s6-rc.md, B.6 to
 * C.4). Pure: no files, no clock; every problem is reported, in the order in which the reference
 * would meet it. Linear in services plus dependencies, with stacks of its own.
 */
final class Resolver {
  private final Definitions definitions;
  private final SourceProblems problems;
  private final Narrator narrator;
  private int[][] bundles;
  private RcDatabase database;
  private final IntList gathered = new IntList();

  Resolver(Definitions definitions, SourceProblems problems, Narrator narrator) {
    this.definitions = definitions;
    this.problems = problems;
    this.narrator = narrator;
  }

  /** The services of each bundle, in bundle order. */
  int[][] bundles() {
    return bundles;
  }

  /** Resolves; null if there were problems. */
  @Nullable RcDatabase resolve() {
    new PipelineBundles(definitions, problems, narrator).make();
    narrator.step("resolving bundle names");
    bundles = new BundleContents(definitions, problems).resolve();
    narrator.detail("converting bundle array");
    narrator.step("resolving service names");
    int[][] needs = resolveServices();
    Relationships relationships = new Relationships(definitions, bundles, database, problems);
    relationships.resolve();
    if (!problems.none()) return null;
    narrator.detail("converting service dependency array");
    flatten(needs);
    propagateFlags();
    narrator.detail("checking database correctness");
    new CycleCheck(database, problems).check();
    if (problems.none()) relationships.check();
    return problems.none() ? database : null;
  }

  /** Fills all in but the dependencies, which are returned by service. */
  private int[][] resolveServices() {
    int longruns = definitions.longruns.count();
    database = new RcDatabase(longruns, definitions.oneshots.count());
    database.strings = definitions.strings.array();
    database.stringLength = definitions.strings.length();
    int[][] needs = new int[database.count()][];
    IntList producers = new IntList();
    for (int i = 0; i < needs.length; i++) {
      fillCommon(i, definition(i));
      if (i < longruns) fillPipeline(i, definition(i), producers);
      else fillScripts(i - longruns, definition(i));
      needs[i] = dependencies(definition(i));
    }
    database.producers = producers.toArray();
    return needs;
  }

  private SourceDefinition definition(int service) {
    int longruns = definitions.longruns.count();
    return service < longruns
        ? definitions.longruns.get(service)
        : definitions.oneshots.get(service - longruns);
  }

  private void fillCommon(int service, SourceDefinition definition) {
    database.name[service] = definition.pooledName;
    database.flags[service] = definition.flags;
    database.timeoutUp[service] = definition.timeoutUp;
    database.timeoutDown[service] = definition.timeoutDown;
  }

  private void fillScripts(int oneshot, SourceDefinition definition) {
    for (int script = RcDatabase.DOWN; script <= RcDatabase.RELOAD; script++) {
      database.argumentCount[script][oneshot] = definition.argumentCount[script];
      database.firstArgument[script][oneshot] = definition.firstArgument[script];
    }
  }

  private void fillPipeline(int service, SourceDefinition longrun, IntList producers) {
    database.consumer[service] = database.longruns;
    if (longrun.consumer != SourceDefinition.NO_NAME && checkConsumer(longrun))
      database.consumer[service] = definitions.placeOf(longrun.consumer);
    database.producerStart[service] = producers.count();
    database.producerCount[service] = longrun.producers.count();
    for (int i = 0; i < longrun.producers.count(); i++) {
      int producer = longrun.producers.get(i);
      producers.add(checkProducer(longrun, producer) ? definitions.placeOf(producer) : 0);
    }
  }

  private boolean checkConsumer(SourceDefinition longrun) {
    if (definitions.isBroken(longrun.consumer)) return false;
    SourceDefinition.Kind kind = definitions.kindOf(longrun.consumer);
    if (kind != SourceDefinition.Kind.LONGRUN)
      return producerProblem(longrun, SourceProblems.join(" of type ", kind.word));
    IntList back = definitions.of(longrun.consumer).producers;
    for (int i = 0; i < back.count(); i++) {
      if (back.get(i) == longrun.name) return true;
      if (isOtherThanLongrun(back.get(i)))
        return mateProblem(
            longrun.consumer, " declares a consumer ", SourceReader.CONSUMER_FOR, back.get(i));
    }
    producerProblem(longrun, SourceProblems.join(" that does not declare it back"));
    expectLine(SourceReader.CONSUMER_FOR, longrun.consumer, longrun.name);
    return false;
  }

  private boolean isOtherThanLongrun(int name) {
    return !definitions.isBroken(name) && definitions.kindOf(name) != SourceDefinition.Kind.LONGRUN;
  }

  /** What the reference says of a longrun's other end; it takes producers for consumers here. */
  private boolean mateProblem(int longrun, String declares, byte[] list, int mate) {
    problems
        .bad(
            "longrun service ",
            definitions.name(longrun),
            declares,
            definitions.name(mate),
            " of type ",
            definitions.kindOf(mate).word)
        .about(definitions.name(longrun), list)
        .mentioning(definitions.name(mate))
        .undefined(nameIfUndefined(mate));
    return false;
  }

  private boolean producerProblem(SourceDefinition longrun, byte[] why) {
    problems
        .bad(
            "longrun service ",
            definitions.name(longrun.name),
            " declares being a producer for a service named ",
            definitions.name(longrun.consumer),
            why)
        .about(definitions.name(longrun.name), SourceReader.PRODUCER_FOR)
        .mentioning(definitions.name(longrun.consumer))
        .undefined(nameIfUndefined(longrun.consumer));
    return false;
  }

  private boolean checkProducer(SourceDefinition longrun, int producer) {
    if (definitions.isBroken(producer)) return false;
    SourceDefinition.Kind kind = definitions.kindOf(producer);
    if (kind != SourceDefinition.Kind.LONGRUN)
      return consumerProblem(longrun, producer, SourceProblems.join(" of type ", kind.word));
    int back = definitions.of(producer).consumer;
    if (back == longrun.name) return true;
    if (back != SourceDefinition.NO_NAME && isOtherThanLongrun(back))
      return mateProblem(producer, " declares a producer ", SourceReader.PRODUCER_FOR, back);
    consumerProblem(longrun, producer, SourceProblems.join(" that does not declare it back"));
    expectLine(SourceReader.PRODUCER_FOR, producer, longrun.name);
    return false;
  }

  /** Adds to the latest problem what would make the other end agree. */
  private void expectLine(byte[] list, int in, int line) {
    problems
        .get(problems.count() - 1)
        .expecting(
            SourceProblems.join(
                list, " of ", definitions.name(in), " with a line ", definitions.name(line)));
  }

  private boolean consumerProblem(SourceDefinition longrun, int producer, byte[] why) {
    problems
        .bad(
            "longrun service ",
            definitions.name(longrun.name),
            " declares being the consumer for a service named ",
            definitions.name(producer),
            why)
        .about(definitions.name(longrun.name), SourceReader.CONSUMER_FOR)
        .mentioning(definitions.name(producer))
        .undefined(nameIfUndefined(producer));
    return false;
  }

  private byte @Nullable [] nameIfUndefined(int name) {
    return definitions.of(name) == null ? definitions.name(name) : null;
  }

  /** The numbers of what a service needs, bundles replaced by their contents. */
  private int[] dependencies(SourceDefinition service) {
    gathered.clear();
    for (int i = 0; i < service.names.count(); i++) gather(service, service.names.get(i));
    return IntSets.sortedUnique(gathered.toArray(), gathered.count());
  }

  private void gather(SourceDefinition service, int name) {
    switch (definitions.kindOf(name)) {
      case ONESHOT, LONGRUN -> gathered.add(definitions.serviceNumber(name));
      case BUNDLE -> {
        int[] contents = bundles[definitions.placeOf(name)];
        for (int each : contents) gathered.add(each);
      }
      case UNDEFINED -> undefined(service, name);
    }
  }

  private void undefined(SourceDefinition service, int name) {
    boolean saidAlready = name == service.consumer || definitions.isBroken(name);
    if (saidAlready) return;
    problems
        .bad(
            "during dependency resolution for service ", definitions.name(service.name),
            ": undefined service name ", definitions.name(name))
        .about(definitions.name(service.name), SourceReader.DEPENDENCIES)
        .undefined(definitions.name(name));
  }

  private void flatten(int[][] needs) {
    int total = 0;
    for (int i = 0; i < needs.length; i++) {
      database.needsStart[i] = total;
      database.needsCount[i] = needs[i].length;
      total += needs[i].length;
      for (int needed : needs[i]) database.neededByCount[needed]++;
    }
    database.needs = new int[total];
    database.neededBy = new int[total];
    for (int i = 1; i < needs.length; i++)
      database.neededByStart[i] = database.neededByStart[i - 1] + database.neededByCount[i - 1];
    int[] filled = new int[needs.length];
    for (int i = 0; i < needs.length; i++) {
      System.arraycopy(needs[i], 0, database.needs, database.needsStart[i], needs[i].length);
      for (int needed : needs[i])
        database.neededBy[database.neededByStart[needed] + filled[needed]++] = i;
    }
  }

  private void propagateFlags() {
    for (int i = 0; i < bundles.length; i++) {
      int flags = definitions.bundles.get(i).flags;
      if (flags != 0) for (int service : bundles[i]) database.flags[service] |= flags;
    }
  }
}
