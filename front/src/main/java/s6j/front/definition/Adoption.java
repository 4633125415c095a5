package s6j.front.definition;

/** Whether a longrun's supervisor goes on with what a killed one left running. */
public enum Adoption {
  /** As the scan directory has it: yes, unless there is {@code .s6-svscan/no-adopt}. */
  BY_TREE("by-tree", ""),
  ALWAYS("always", "flag-adopt"),
  NEVER("never", "flag-no-adopt");

  public final String word;

  /** The file in the service directory that says so, empty for none. */
  public final String flag;

  Adoption(String word, String flag) {
    this.word = word;
    this.flag = flag;
  }
}
