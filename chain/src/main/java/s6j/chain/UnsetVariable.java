package s6j.chain;

/** A variable that the next program does not see. */
record UnsetVariable(String name) implements Deed {
  /** The next program does not see UID, GID and GIDLIST. */
  static void all(Chain chain) {
    chain
        .then(new UnsetVariable(AccountVariables.UID))
        .then(new UnsetVariable(AccountVariables.GID))
        .then(new UnsetVariable(AccountVariables.GIDLIST));
  }

  @Override
  public int perform(Chain chain) {
    chain.environment.unset(name);
    return GO_ON;
  }
}
