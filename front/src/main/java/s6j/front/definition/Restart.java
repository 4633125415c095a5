package s6j.front.definition;

import java.util.List;

/**
 * When a longrun that died is started again. {@code backoff} is the line of the file
 * restart-backoff, empty for none; {@code tally} the deaths that are remembered, 0 for the default.
 * With {@code deaths} over 0, that many failures within {@code withinSeconds} end the restarts.
 */
public record Restart(
    Policy policy,
    String backoff,
    int tally,
    List<Integer> giveUpCodes,
    int deaths,
    int withinSeconds) {
  /** After which ends of run it is started again. */
  public enum Policy {
    ALWAYS("always"),
    ON_FAILURE("on-failure"),
    NEVER("never");

    public final String word;

    Policy(String word) {
      this.word = word;
    }
  }

  public static final Restart DEFAULT = new Restart(Policy.ALWAYS, "", 0, List.of(), 0, 0);

  public static Restart of(Policy policy) {
    return new Restart(policy, "", 0, List.of(), 0, 0);
  }
}
