package s6j.ipc;

/**
 * What an access rule that allows somebody in says besides: changes of the environment (NAME=value
 * or NAME to remove it, each NUL-ended) and a script to run. Filled by a {@link RuleSource}.
 */
final class AccessRule {
  /** No rule was found. */
  static final int NOT_FOUND = 2;

  static final int ALLOW = 1;
  static final int DENY = 0;

  final byte[] environment;
  int environmentLength;
  final byte[] script;
  int scriptLength;

  AccessRule(int longestEnvironment, int longestScript) {
    environment = new byte[longestEnvironment];
    script = new byte[longestScript];
  }

  AccessRule clear() {
    environmentLength = 0;
    scriptLength = 0;
    return this;
  }
}
