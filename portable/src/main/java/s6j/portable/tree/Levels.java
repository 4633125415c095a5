package s6j.portable.tree;

/** The directories between the top of a tree and where one is. */
final class Levels {
  private Level[] levels = new Level[16];
  private int depth;

  boolean isEmpty() {
    return depth == 0;
  }

  int depth() {
    return depth;
  }

  Level at(int i) {
    return levels[i];
  }

  Level last() {
    return levels[depth - 1];
  }

  Level enter(byte[] name) {
    if (depth == levels.length) {
      Level[] more = new Level[2 * depth];
      System.arraycopy(levels, 0, more, 0, depth);
      levels = more;
    }
    if (levels[depth] == null) levels[depth] = new Level();
    levels[depth].start(name);
    return levels[depth++];
  }

  void leave() {
    depth--;
  }
}
