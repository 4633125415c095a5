package s6j.ipc.rules;

/**
 * What an access rule that allows somebody in says besides: changes of the environment (NAME=value
 * or NAME to remove it, each NUL-ended) and a script to run. Filled by a {@link RuleSource}.
 */
public final class AccessRule {
  /** No rule was found. */
  static final int NOT_FOUND = 2;

  public static final int ALLOW = 1;
  public static final int DENY = 0;

  public final byte[] environment;
  public int environmentLength;
  public final byte[] script;
  public int scriptLength;

  public AccessRule(int longestEnvironment, int longestScript) {
    environment = new byte[longestEnvironment];
    script = new byte[longestScript];
  }

  AccessRule clear() {
    environmentLength = 0;
    scriptLength = 0;
    return this;
  }
}
