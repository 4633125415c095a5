package s6j.rccompiler.compile;

/** A growing list of numbers. */
public final class IntList {
  private int[] numbers = new int[4];
  private int count;

  public int count() {
    return count;
  }

  int get(int place) {
    return numbers[place];
  }

  public void add(int number) {
    if (count == numbers.length) {
      int[] more = new int[2 * count];
      System.arraycopy(numbers, 0, more, 0, count);
      numbers = more;
    }
    numbers[count++] = number;
  }

  void moveFirstToEnd() {
    int first = numbers[0];
    System.arraycopy(numbers, 1, numbers, 0, count - 1);
    numbers[count - 1] = first;
  }

  void clear() {
    count = 0;
  }

  int last() {
    return numbers[count - 1];
  }

  public int removeLast() {
    return numbers[--count];
  }

  int[] toArray() {
    int[] array = new int[count];
    System.arraycopy(numbers, 0, array, 0, count);
    return array;
  }
}
