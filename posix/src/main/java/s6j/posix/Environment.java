package s6j.posix;

import org.jspecify.annotations.Nullable;

/**
 * The environment of a program about to become another: raw NAME=value strings, in order. Finding a
 * name takes as long in a big environment as in a small one.
 */
public final class Environment {
  /** Up to here it is found by looking at each. */
  private static final int FEW = 64;

  private static final int FREE = -1;

  /** What the variables are read from once they are needed. */
  private final @Nullable Posix posix;

  /** A variable that was unset leaves null. Null while all is as in the process's environment. */
  private byte @Nullable [][] variables;

  private int count;
  private int unset;

  /**
   * Places in {@link #variables} by the hash of the name, a free place behind each run of used
   * ones; settings of one name lie in their order. Null while there are few.
   */
  private int @Nullable [] places;

  public Environment(byte[][] initial) {
    posix = null;
    take(initial);
  }

  /** The one of the process, which is copied when it is first changed. */
  public Environment(Posix posix) {
    this.posix = posix;
  }

  private void take(byte[][] initial) {
    variables = new byte[initial.length + 8][];
    for (byte[] variable : initial) if (variable != null) variables[count++] = variable;
  }

  /** The value, or null if the variable is not set. */
  public byte @Nullable [] get(byte[] name) {
    if (variables == null) return posix.variable(name);
    int place = find(name);
    return place < 0 ? null : value(variables[place], name);
  }

  /** The value of the first variable of this name, or null. */
  public static byte @Nullable [] valueIn(byte[][] variables, byte[] name) {
    for (byte[] variable : variables) if (isOf(variable, name)) return value(variable, name);
    return null;
  }

  /** What follows the name and the equals sign. */
  private static byte[] value(byte[] variable, byte[] name) {
    return CString.slice(variable, CString.length(name) + 1, CString.length(variable));
  }

  public byte @Nullable [] get(String name) {
    return get(CString.of(name));
  }

  public void set(byte[] name, byte[] value) {
    byte[] variable = CString.concat(CString.concat(name, new byte[] {'='}), value);
    if (variables == null) take(posix.environment());
    int place = find(name);
    if (place >= 0) variables[place] = variable;
    else append(variable);
  }

  public void set(String name, byte[] value) {
    set(CString.of(name), value);
  }

  /** Removes every setting of the variable. */
  public void unset(byte[] name) {
    if (variables == null && posix.variable(name) == null) return;
    if (variables == null) take(posix.environment());
    for (int place = find(name); place >= 0; place = find(name)) {
      variables[place] = null;
      unset++;
    }
  }

  public void unset(String name) {
    unset(CString.of(name));
  }

  /**
   * For {@link Posix#exec} and {@link Spawn}: ends at its first null; or null, which means the
   * process's environment.
   */
  public byte @Nullable [][] variables() {
    if (unset > 0) close();
    return variables;
  }

  /** All of them; ends at its first null. */
  public byte[][] all() {
    if (variables == null) take(posix.environment());
    return variables();
  }

  /** Closes the gaps. */
  private void close() {
    int kept = 0;
    for (int i = 0; i < count; i++) if (variables[i] != null) variables[kept++] = variables[i];
    for (int i = kept; i < count; i++) variables[i] = null;
    count = kept;
    unset = 0;
    places = null;
  }

  private void append(byte[] variable) {
    if (count + 1 >= variables.length) {
      byte[][] more = new byte[variables.length * 2][];
      System.arraycopy(variables, 0, more, 0, count);
      variables = more;
    }
    variables[count++] = variable;
    if (places == null) return;
    if (2 * count > places.length) index();
    else note(count - 1);
  }

  private int find(byte[] name) {
    if (count > FEW) return findIndexed(name);
    for (int i = 0; i < count; i++) if (isOf(variables[i], name)) return i;
    return -1;
  }

  private int findIndexed(byte[] name) {
    if (places == null) index();
    int at = hash(name, CString.length(name));
    while (places[at] != FREE && !isOf(variables[places[at]], name)) at = next(at);
    return places[at];
  }

  private static boolean isOf(byte @Nullable [] variable, byte[] name) {
    int length = CString.length(name);
    return variable != null
        && variable.length > length
        && variable[length] == '='
        && CString.startsWith(variable, name);
  }

  /** Makes the index anew, at most a quarter of it in use. */
  private void index() {
    int size = 256;
    while (size < 4 * count) size *= 2;
    places = new int[size];
    for (int i = 0; i < size; i++) places[i] = FREE;
    for (int i = 0; i < count; i++) if (variables[i] != null) note(i);
  }

  /** A string without an equals sign is of no name. */
  private void note(int place) {
    int length = CString.indexOf(variables[place], '=');
    if (length < 0) return;
    int at = hash(variables[place], length);
    while (places[at] != FREE) at = next(at);
    places[at] = place;
  }

  private int next(int at) {
    return at + 1 & places.length - 1;
  }

  private int hash(byte[] name, int length) {
    int hash = 0;
    for (int i = 0; i < length; i++) hash = 31 * hash + name[i];
    hash ^= hash >>> 16;
    return hash & places.length - 1;
  }
}
