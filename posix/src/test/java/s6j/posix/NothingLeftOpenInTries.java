package s6j.posix;

import java.util.List;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** What {@link NothingLeftOpen} asks, after each try of a property. */
public final class NothingLeftOpenInTries implements AroundTryHook {
  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor aTry, List<Object> parameters) {
    LeftOpen.tell();
    TryExecutionResult result = aTry.execute(parameters);
    List<List<String>> left = LeftOpen.tell();
    if (result.isSatisfied()) LeftOpen.verify(left);
    return result;
  }

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }
}
