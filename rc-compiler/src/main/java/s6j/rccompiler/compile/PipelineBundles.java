package s6j.rccompiler.compile;

import s6j.posix.CString;

/**
 * Makes the bundles that {@code pipeline-name} asks for (docs/specification/s6-rc.md, B.7): the
 * last consumer and all its producers, walked without recursion. Longruns are taken from the last
 * to the first, as the reference does, which fixes the order of the bundles.
 */
final class PipelineBundles {
  private static final String INTERNALS = "s6-rc-compile internals";

  private final Definitions definitions;
  private final SourceProblems problems;
  private final Narrator narrator;

  PipelineBundles(Definitions definitions, SourceProblems problems, Narrator narrator) {
    this.definitions = definitions;
    this.problems = problems;
    this.narrator = narrator;
  }

  void make() {
    narrator.step("making bundles for pipelines");
    for (int i = definitions.longruns.count() - 1; i >= 0; i--) {
      SourceDefinition longrun = definitions.longruns.get(i);
      if (longrun.pipeline != SourceDefinition.NO_NAME) make(longrun);
    }
  }

  private void make(SourceDefinition consumer) {
    byte[] name = definitions.name(consumer.pipeline);
    narrator.detail("creating bundle for pipeline ", name);
    SourceDefinition.Kind present = definitions.kindOf(consumer.pipeline);
    if (present != SourceDefinition.Kind.UNDEFINED) {
      problems
          .bad(
              "duplicate service definition: ",
              name,
              " defined in ",
              INTERNALS,
              " is already defined and has type ",
              present.word)
          .about(definitions.name(consumer.name), SourceReader.PIPELINE_NAME)
          .mentioning(name)
          .expecting(CString.of("a pipeline-name that nothing else has"));
      return;
    }
    SourceDefinition bundle =
        new SourceDefinition(SourceDefinition.Kind.BUNDLE, consumer.pipeline, null);
    addTree(bundle, consumer);
    definitions.add(bundle);
  }

  /** Adds a consumer and, in front of later ones, all that feeds each producer: depth first. */
  private void addTree(SourceDefinition bundle, SourceDefinition last) {
    IntList path = new IntList();
    IntList next = new IntList();
    boolean fits = enter(bundle, last, path, next);
    while (fits && path.count() > 0) {
      SourceDefinition consumer = definitions.of(path.last());
      int place = next.removeLast();
      if (place == consumer.producers.count()) {
        path.removeLast();
        continue;
      }
      next.add(place + 1);
      int producer = consumer.producers.get(place);
      if (definitions.kindOf(producer) == SourceDefinition.Kind.LONGRUN)
        fits = enter(bundle, definitions.of(producer), path, next);
      else refuse(consumer, producer);
    }
  }

  /** False if the pipeline has more members than there are longruns. */
  private boolean enter(
      SourceDefinition bundle, SourceDefinition longrun, IntList path, IntList next) {
    if (bundle.names.count() >= definitions.longruns.count()) {
      tooLong(bundle, longrun);
      return false;
    }
    narrator.each(
        "adding ", definitions.name(longrun.name), " to pipeline ", definitions.name(bundle.name));
    bundle.names.add(longrun.name);
    path.add(longrun.name);
    next.add(0);
    return true;
  }

  private void refuse(SourceDefinition consumer, int producer) {
    if (definitions.isBroken(producer)) return;
    problems
        .bad(
            "longrun ",
            definitions.name(consumer.name),
            " declares a producer ",
            definitions.name(producer),
            " of type ",
            definitions.kindOf(producer).word)
        .about(definitions.name(consumer.name), SourceReader.CONSUMER_FOR)
        .mentioning(definitions.name(producer))
        .undefined(definitions.of(producer) == null ? definitions.name(producer) : null);
  }

  private void tooLong(SourceDefinition bundle, SourceDefinition longrun) {
    problems
        .bad(
            "pipeline ",
            definitions.name(bundle.name),
            " is too long: possible loop involving ",
            definitions.name(longrun.name))
        .about(definitions.name(longrun.name), null);
  }
}
