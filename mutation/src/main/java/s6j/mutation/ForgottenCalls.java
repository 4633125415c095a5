package s6j.mutation;

import org.pitest.mutationtest.engine.MutationIdentifier;
import org.pitest.mutationtest.engine.gregor.MethodInfo;
import org.pitest.mutationtest.engine.gregor.MethodMutatorFactory;
import org.pitest.mutationtest.engine.gregor.MutationContext;
import org.pitest.reloc.asm.MethodVisitor;

/**
 * The mutator FORGOTTEN_CALLS: leaves out a call whose result nobody reads, as {@code
 * posix.close(fd);}. PIT leaves out calls without a result only, and here most calls answer with an
 * errno.
 */
public final class ForgottenCalls implements MethodMutatorFactory {
  @Override
  public MethodVisitor create(MutationContext context, MethodInfo method, MethodVisitor next) {
    return new ForgettingVisitor(next, this, context);
  }

  @Override
  public String getGloballyUniqueId() {
    return getClass().getName();
  }

  @Override
  public String getName() {
    return "FORGOTTEN_CALLS";
  }

  @Override
  public String description() {
    return "A call whose result nobody reads is left out";
  }

  @Override
  public boolean isMutatorFor(MutationIdentifier id) {
    return getGloballyUniqueId().equals(id.getMutator());
  }
}
