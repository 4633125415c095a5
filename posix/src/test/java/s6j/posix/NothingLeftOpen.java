package s6j.posix;

import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Asks at the end of every test, of whatever class, whether a program that came to its end on a
 * {@link FakePosix} has closed what it opened. What a daemon keeps to its end, and a tool that is
 * about to end need not close, is in {@code kept-to-the-end.txt}.
 */
public final class NothingLeftOpen implements BeforeEachCallback, AfterEachCallback {
  @Override
  public void beforeEach(ExtensionContext context) {
    LeftOpen.tell();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<List<String>> left = LeftOpen.tell();
    if (context.getExecutionException().isEmpty()) LeftOpen.verify(left);
  }
}
