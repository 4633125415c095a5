package s6j.rccompiler;

/** A growing list of numbers. */
final class NameList {
  private int[] numbers = new int[4];
  private int count;

  int count() {
    return count;
  }

  int get(int place) {
    return numbers[place];
  }

  void add(int number) {
    if (count == numbers.length) {
      int[] more = new int[2 * count];
      System.arraycopy(numbers, 0, more, 0, count);
      numbers = more;
    }
    numbers[count++] = number;
  }

  /** Adds a number unless the list has it; whether it was new. */
  boolean addNew(int number) {
    for (int i = 0; i < count; i++) if (numbers[i] == number) return false;
    add(number);
    return true;
  }

  int[] toArray() {
    int[] array = new int[count];
    System.arraycopy(numbers, 0, array, 0, count);
    return array;
  }
}
