package s6j.rc.change;

/**
 * What the engine orders in answer to one event, in order. Reused: it is as long as the longest
 * answer was.
 */
public final class RcStep {
  private static final RcAction[] ACTIONS = RcAction.values();

  private byte[] actions = new byte[64];
  private int[] services = new int[64];
  private int[] details = new int[64];
  private int count;

  void clear() {
    count = 0;
  }

  RcStep then(RcAction action, int service) {
    return then(action, service, 0);
  }

  RcStep then(RcAction action, int service, int detail) {
    if (count == actions.length) grow();
    actions[count] = (byte) action.ordinal();
    services[count] = service;
    details[count++] = detail;
    return this;
  }

  public int count() {
    return count;
  }

  public RcAction action(int place) {
    return ACTIONS[actions[place]];
  }

  public int service(int place) {
    return services[place];
  }

  /** A raw wait status. */
  int detail(int place) {
    return details[place];
  }

  private void grow() {
    byte[] moreActions = new byte[2 * count];
    int[] moreServices = new int[2 * count];
    int[] moreDetails = new int[2 * count];
    System.arraycopy(actions, 0, moreActions, 0, count);
    System.arraycopy(services, 0, moreServices, 0, count);
    System.arraycopy(details, 0, moreDetails, 0, count);
    actions = moreActions;
    services = moreServices;
    details = moreDetails;
  }
}
