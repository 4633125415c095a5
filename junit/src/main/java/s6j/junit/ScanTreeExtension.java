package s6j.junit;

import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;
import s6j.client.Programs;
import s6j.client.ScanDirectory;
import s6j.client.Service;
import s6j.client.SupervisionException;

/** What {@link ScanTree} has done. */
final class ScanTreeExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        ParameterResolver,
        TestExecutionExceptionHandler,
        LifecycleMethodExecutionExceptionHandler {
  private static final ExtensionContext.Namespace PLACE =
      ExtensionContext.Namespace.create(ScanTreeExtension.class);

  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]*)}");

  ScanTreeExtension() {}

  /** A nested class has the tree of its outer one, unless it says otherwise itself. */
  @Override
  public void beforeAll(ExtensionContext context) throws InterruptedException {
    Class<?> type = context.getRequiredTestClass();
    ScanTree wanted = type.getAnnotation(ScanTree.class);
    if (wanted == null) return;
    RunningTree.Builder builder =
        RunningTree.of(path(wanted.value()))
            .ports(wanted.ports())
            .waitFor(wanted.waitFor())
            .arguments(wanted.arguments())
            .timeout(Duration.ofSeconds(wanted.timeoutSeconds()));
    if (!wanted.programs().isEmpty()) builder.programs(Programs.in(path(wanted.programs())));
    RunningTree tree = builder.start();
    context.getStore(PLACE).put(type, tree);
    context.getStore(PLACE).put(RunningTree.class, tree);
  }

  /** With system properties in place of their names. */
  static Path path(String text) {
    return Path.of(
        PROPERTY
            .matcher(text)
            .replaceAll(
                found -> {
                  String value = System.getProperty(found.group(1));
                  if (value != null) return Matcher.quoteReplacement(value);
                  throw new IllegalArgumentException(
                      text + ": there is no system property " + found.group(1));
                }));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Object own = context.getStore(PLACE).remove(context.getRequiredTestClass());
    if (own instanceof RunningTree tree) tree.close();
  }

  private static Optional<RunningTree> tree(ExtensionContext context) {
    return Optional.ofNullable(context.getStore(PLACE).get(RunningTree.class, RunningTree.class));
  }

  @Override
  public boolean supportsParameter(ParameterContext place, ExtensionContext context) {
    Class<?> type = place.getParameter().getType();
    return type == ScanDirectory.class
        || type == RunningTree.class
        || place.isAnnotated(Supervised.class)
        || place.isAnnotated(Port.class);
  }

  @Override
  public Object resolveParameter(ParameterContext place, ExtensionContext context) {
    Parameter parameter = place.getParameter();
    RunningTree tree =
        tree(context)
            .orElseThrow(
                () -> new ParameterResolutionException(parameter + ": no tree runs, no @ScanTree"));
    if (parameter.getType() == RunningTree.class) return tree;
    if (parameter.getType() == ScanDirectory.class) return tree.directory();
    try {
      Optional<Port> port = place.findAnnotation(Port.class);
      Object answer =
          port.isPresent()
              ? tree.port(port.get().value())
              : tree.service(place.findAnnotation(Supervised.class).orElseThrow().value());
      Class<?> wanted = port.isPresent() ? int.class : Service.class;
      if (parameter.getType() == wanted) return answer;
      throw new ParameterResolutionException(parameter + ": expected " + wanted.getSimpleName());
    } catch (SupervisionException | IllegalArgumentException e) {
      throw new ParameterResolutionException(parameter + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void handleTestExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw explained(context, failure);
  }

  @Override
  public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw explained(context, failure);
  }

  @Override
  public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure)
      throws Throwable {
    throw explained(context, failure);
  }

  private static Throwable explained(ExtensionContext context, Throwable failure) {
    if (!(failure instanceof TestAbortedException))
      tree(context).ifPresent(tree -> failure.addSuppressed(new TreeLogs(tree.logs())));
    return failure;
  }
}
