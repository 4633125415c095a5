package s6j.front.convert;

/** The content of a file of a source directory, and whether it is a program. */
record SourceFile(String content, boolean isExecutable) {
  static SourceFile text(String content) {
    return new SourceFile(content, false);
  }

  static SourceFile line(Object word) {
    return text(word + "\n");
  }

  static SourceFile program(String content) {
    return new SourceFile(content, true);
  }
}
