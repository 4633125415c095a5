package s6j.rccompiler.compile;

/** Sorted sets of service numbers. */
final class IntSets {
  private IntSets() {}

  /** A new array of the first {@code count} numbers, ascending, each once. */
  static int[] sortedUnique(int[] numbers, int count) {
    sort(numbers, count);
    int unique = 0;
    for (int i = 0; i < count; i++)
      if (unique == 0 || numbers[unique - 1] != numbers[i]) numbers[unique++] = numbers[i];
    int[] set = new int[unique];
    System.arraycopy(numbers, 0, set, 0, unique);
    return set;
  }

  /** Heap sort: in place, without recursion, never quadratic. */
  private static void sort(int[] numbers, int count) {
    if (count < 12) {
      insertionSort(numbers, count);
      return;
    }
    for (int root = count / 2 - 1; root >= 0; root--) sink(numbers, root, count);
    for (int end = count - 1; end > 0; end--) {
      int largest = numbers[0];
      numbers[0] = numbers[end];
      numbers[end] = largest;
      sink(numbers, 0, end);
    }
  }

  private static void insertionSort(int[] numbers, int count) {
    for (int i = 1; i < count; i++) {
      int number = numbers[i];
      int place = i;
      for (; place > 0 && numbers[place - 1] > number; place--) numbers[place] = numbers[place - 1];
      numbers[place] = number;
    }
  }

  private static void sink(int[] heap, int from, int size) {
    int value = heap[from];
    int place = from;
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && heap[child + 1] > heap[child]) child++;
      if (heap[child] <= value) break;
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = value;
  }
}
