package s6j.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A tree of services that runs while the tests of a class do: a copy of a directory, under a
 * scanner of its own. Methods and constructors are given it, or parts of it, as parameters: a
 * {@code ScanDirectory}, a {@link RunningTree}, a {@code Service} by {@link Supervised}, an {@code
 * int} by {@link Port}.
 *
 * <p>Tests begin once its services are ready. One that does not get ready is told with its log, and
 * so are all when a test fails. Nothing is left, no process and no file, even if the virtual
 * machine is killed.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ScanTreeExtension.class)
public @interface ScanTree {
  /**
   * The directory of the services, from the directory that the tests are run in; {@code ${name}} in
   * it is a system property.
   */
  String value();

  /**
   * Environment variables of the services that get a free port each, for {@code exec server -p
   * "$WEB_PORT"}.
   */
  String[] ports() default {};

  /** The services to wait for; all that are not down by a file {@code down} if none are named. */
  String[] waitFor() default {};

  /** How long they may take, together. */
  int timeoutSeconds() default 60;

  /** Further arguments of the scanner. */
  String[] arguments() default {};

  /**
   * The directory of the suite's programs; as {@code Programs.found} has it if this is empty: the
   * property {@code s6j.bin}, the variable {@code S6J_BIN}, PATH. {@code ${name}} in it is a system
   * property.
   */
  String programs() default "";
}
