package s6j.client;

/**
 * Why a service is up or not.
 *
 * @param service which was asked about
 * @param isFine whether it is up and, if it tells readiness, ready
 * @param root the service that is to blame: the first that it needs, directly or not, which is not
 *     fine while all that it needs itself is; the service itself if all that it needs is fine
 * @param reason a sentence for people
 */
public record Why(String service, boolean isFine, String root, String reason) {
  /** The sentence. */
  @Override
  public String toString() {
    return reason;
  }
}
