package s6j.rccompiler;

import s6j.posix.CString;

/**
 * Makes the bundles that {@code pipeline-name} asks for (spec B.7): the last consumer and all its
 * producers, walked without recursion. Longruns are taken from the last to the first, as the
 * reference does, which fixes the order of the bundles.
 */
final class PipelineBundles {
  private static final String INTERNALS = "s6-rc-compile internals";

  private final Definitions definitions;
  private final Problems problems;
  private final Narrator narrator;

  PipelineBundles(Definitions definitions, Problems problems, Narrator narrator) {
    this.definitions = definitions;
    this.problems = problems;
    this.narrator = narrator;
  }

  void make() {
    narrator.step("making bundles for pipelines");
    for (int i = definitions.longruns.count() - 1; i >= 0; i--) {
      Definition longrun = definitions.longruns.get(i);
      if (longrun.pipeline != Definition.NO_NAME) make(longrun);
    }
  }

  private void make(Definition consumer) {
    byte[] name = definitions.name(consumer.pipeline);
    narrator.detail("creating bundle for pipeline ", name);
    Definition.Kind present = definitions.kindOf(consumer.pipeline);
    if (present != Definition.Kind.UNDEFINED) {
      problems
          .bad(
              "duplicate service definition: ",
              name,
              " defined in ",
              INTERNALS,
              " is already defined and has type ",
              present.word)
          .about(definitions.name(consumer.name), null)
          .expecting(CString.of("a pipeline-name that nothing else has"));
      return;
    }
    Definition bundle = new Definition(Definition.Kind.BUNDLE, consumer.pipeline, null);
    addTree(bundle, consumer);
    definitions.add(bundle);
  }

  /** Adds a consumer and, in front of later ones, all that feeds each producer: depth first. */
  private void addTree(Definition bundle, Definition last) {
    NameList pending = new NameList();
    pending.add(last.name);
    while (pending.count() > 0) {
      Definition longrun = definitions.of(pending.removeLast());
      if (bundle.names.count() >= definitions.longruns.count()) {
        tooLong(bundle, longrun);
        return;
      }
      bundle.names.add(longrun.name);
      for (int i = longrun.producers.count() - 1; i >= 0; i--)
        addProducer(longrun, longrun.producers.get(i), pending);
    }
  }

  private void addProducer(Definition consumer, int producer, NameList pending) {
    Definition.Kind kind = definitions.kindOf(producer);
    if (kind == Definition.Kind.LONGRUN) pending.add(producer);
    else if (!definitions.isBroken(producer))
      problems
          .bad(
              "longrun ",
              definitions.name(consumer.name),
              " declares a producer ",
              definitions.name(producer),
              " of type ",
              kind.word)
          .about(definitions.name(consumer.name), SourceReader.CONSUMER_FOR);
  }

  private void tooLong(Definition bundle, Definition longrun) {
    problems
        .bad(
            "pipeline ",
            definitions.name(bundle.name),
            " is too long: possible loop involving ",
            definitions.name(longrun.name))
        .about(definitions.name(longrun.name), null);
  }
}
