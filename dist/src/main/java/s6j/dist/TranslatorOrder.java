package s6j.dist;

import java.lang.reflect.Field;
import java.util.concurrent.atomic.AtomicInteger;
import org.teavm.hppc.HashContainers;

/**
 * The translator walks its sets in an order that depends on how many were made in this process
 * before, and numbers classes as it meets them. Begun anew, the same classes give the same C,
 * whatever was translated before them.
 */
final class TranslatorOrder {
  private static final String COUNTER = "ITERATION_SEED";

  private TranslatorOrder() {}

  /**
   * Throws where the translator has no such counter any more: then its order is to be looked at.
   */
  static void begin() throws ReflectiveOperationException {
    counter().set(0);
  }

  static AtomicInteger counter() throws ReflectiveOperationException {
    Field field = HashContainers.class.getDeclaredField(COUNTER);
    field.setAccessible(true);
    return (AtomicInteger) field.get(null);
  }
}
