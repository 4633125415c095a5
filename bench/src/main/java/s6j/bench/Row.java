package s6j.bench;

/** What a line of the first table tells: of what, in which unit, and what it has to reach. */
record Row(String name, String unit, Goal target) {
  Row(String name, String unit) {
    this(name, unit, Goal.NONE);
  }
}
