package s6j.client;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that a supervisor told.
 *
 * @param service of which service
 * @param kind what happened
 * @param heard when it was heard here
 */
public record ServiceEvent(Service service, Kind kind, Instant heard) {
  /** What happens to a service. */
  public enum Kind {
    /** A supervisor began its work. */
    SUPERVISED('s'),
    /** {@code run} was started. */
    UP('u'),
    /** The service said that it is ready. */
    READY('U'),
    /** {@code run} has ended. */
    DOWN('d'),
    /** {@code finish} is over too. */
    FULLY_DOWN('D'),
    /** {@code finish} said that it is not to be started again. */
    GAVE_UP('O'),
    /** The supervisor leaves. */
    LEFT('x');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    static Optional<Kind> of(char letter) {
      for (Kind kind : values()) if (kind.letter == letter) return Optional.of(kind);
      return Optional.empty();
    }
  }
}
