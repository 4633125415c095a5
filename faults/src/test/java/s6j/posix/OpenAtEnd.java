package s6j.posix;

import java.util.ArrayList;
import java.util.List;

/** What one process of a fake machine has open when its program comes to its end. */
public final class OpenAtEnd {
  private final FakePosix process;

  /** Of the program that it was before. */
  private final List<String> given;

  /** The process begins a program. */
  public OpenAtEnd(FakePosix process) {
    this.process = process;
    given = process.leftOpen();
  }

  /** The code of the program that is calling its kernel, as this class would name it. */
  public static String place() {
    return LeftOpen.place();
  }

  /** Throws, with the places in the code, unless all is closed that kept-to-the-end.txt has not. */
  public void verify() {
    List<String> left = new ArrayList<>(process.leftOpen());
    left.removeAll(given);
    LeftOpen.verify(List.of(left));
  }
}
