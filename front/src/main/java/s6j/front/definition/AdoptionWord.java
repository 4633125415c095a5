package s6j.front.definition;

/** Whether a longrun's supervisor goes on with what a killed one left running. */
public enum AdoptionWord implements Word {
  /** As the scan directory has it: yes, unless there is {@code .s6-svscan/no-adopt}. */
  BY_TREE(""),
  ALWAYS("flag-adopt"),
  NEVER("flag-no-adopt");

  /** The file in the service directory that says so, empty for none. */
  public final String flag;

  AdoptionWord(String flag) {
    this.flag = flag;
  }
}
