package s6j.posix;

/** The environment of a program about to become another: raw NAME=value strings, in order. */
public final class Environment {
  private byte[][] variables;
  private int count;

  public Environment(byte[][] initial) {
    variables = new byte[initial.length + 8][];
    for (byte[] variable : initial) if (variable != null) variables[count++] = variable;
  }

  /** The value, or null if the variable is not set. */
  public byte[] get(byte[] name) {
    int place = find(name);
    if (place < 0) return null;
    byte[] variable = variables[place];
    return CString.slice(variable, CString.length(name) + 1, CString.length(variable));
  }

  public byte[] get(String name) {
    return get(CString.of(name));
  }

  public void set(byte[] name, byte[] value) {
    byte[] variable = CString.concat(CString.concat(name, new byte[] {'='}), value);
    int place = find(name);
    if (place >= 0) variables[place] = variable;
    else append(variable);
  }

  public void set(String name, byte[] value) {
    set(CString.of(name), value);
  }

  /** Removes every setting of the variable. */
  public void unset(byte[] name) {
    for (int place = find(name); place >= 0; place = find(name)) {
      System.arraycopy(variables, place + 1, variables, place, count - place - 1);
      variables[--count] = null;
    }
  }

  public void unset(String name) {
    unset(CString.of(name));
  }

  /** For {@link Posix#exec} and {@link Spawn}: ends at its first null. */
  public byte[][] variables() {
    return variables;
  }

  private void append(byte[] variable) {
    if (count + 1 >= variables.length) {
      byte[][] more = new byte[variables.length * 2][];
      System.arraycopy(variables, 0, more, 0, count);
      variables = more;
    }
    variables[count++] = variable;
  }

  private int find(byte[] name) {
    int length = CString.length(name);
    for (int i = 0; i < count; i++) {
      byte[] variable = variables[i];
      if (variable.length > length && variable[length] == '=' && CString.startsWith(variable, name))
        return i;
    }
    return -1;
  }
}
