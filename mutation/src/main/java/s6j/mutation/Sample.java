package s6j.mutation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.pitest.bytecode.analysis.ClassTree;
import org.pitest.mutationtest.build.InterceptorParameters;
import org.pitest.mutationtest.build.InterceptorType;
import org.pitest.mutationtest.build.MutationInterceptor;
import org.pitest.mutationtest.build.MutationInterceptorFactory;
import org.pitest.mutationtest.engine.Mutater;
import org.pitest.mutationtest.engine.MutationDetails;
import org.pitest.plugin.Feature;
import org.pitest.plugin.FeatureParameter;

/**
 * The feature {@code +SAMPLE(permille[250] seed[1])}: so many of each thousand mutants are tried.
 */
public final class Sample implements MutationInterceptorFactory {
  /** The packages within that of a module, in the names of Java and of its bytecode. */
  private static final Pattern INNER_PACKAGE =
      Pattern.compile("(s6j[./]\\w+)(?:[./][a-z]\\w*)+([./](?=[A-Z]))");

  private static final FeatureParameter PERMILLE =
      FeatureParameter.named("permille")
          .withDescription("how many of a thousand mutants are tried");
  private static final FeatureParameter SEED =
      FeatureParameter.named("seed").withDescription("what the draw depends on");

  @Override
  public String description() {
    return "Sample of the mutants";
  }

  @Override
  public Feature provides() {
    return Feature.named("SAMPLE")
        .withOnByDefault(false)
        .withDescription(description())
        .withParameter(PERMILLE)
        .withParameter(SEED);
  }

  @Override
  public MutationInterceptor createInterceptor(InterceptorParameters parameters) {
    return new Drawn(
        parameters.getInteger(PERMILLE).orElse(1000), parameters.getInteger(SEED).orElse(1));
  }

  /**
   * Each mutant is drawn for itself, so that a change of one method leaves the others as drawn; so
   * does the move of a class to another package of its module.
   */
  static boolean isDrawn(String mutant, int permille, int seed) {
    String lasting = INNER_PACKAGE.matcher(mutant).replaceAll("$1$2");
    return new Random(31L * lasting.hashCode() + seed).nextInt(1000) < permille;
  }

  private static final class Drawn implements MutationInterceptor {
    private final int permille;
    private final int seed;

    Drawn(int permille, int seed) {
      this.permille = permille;
      this.seed = seed;
    }

    @Override
    public InterceptorType type() {
      return InterceptorType.FILTER;
    }

    @Override
    public void begin(ClassTree type) {}

    @Override
    public Collection<MutationDetails> intercept(
        Collection<MutationDetails> mutants, Mutater mutater) {
      List<MutationDetails> drawn = new ArrayList<>();
      for (MutationDetails each : mutants)
        if (isDrawn(each.getId().toString(), permille, seed)) drawn.add(each);
      return drawn;
    }

    @Override
    public void end() {}
  }
}
