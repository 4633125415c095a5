package s6j.log.directory;

import s6j.cli.Messages;

/** What of a log directory could not be shown. What is looked for again and again is told once. */
final class TrailComplaints {
  private final Messages messages;
  private final byte[] path;
  private boolean isAny;
  private boolean isOfCurrent;
  private boolean isOfPrevious;
  private boolean isOfDirectory;

  /** {@code path} is the directory's. */
  TrailComplaints(Messages messages, byte[] path) {
    this.messages = messages;
    this.path = path;
  }

  boolean some() {
    return isAny;
  }

  /** {@code file} is one of the names of {@link LogTrail}, or that of an archive. */
  void cannot(String what, byte[] file, int error) {
    boolean isCurrent = file == LogTrail.CURRENT;
    boolean isPrevious = file == LogTrail.PREVIOUS;
    if (!(isCurrent && isOfCurrent || isPrevious && isOfPrevious))
      messages.warning().unableTo(what).bytes(path).text("/").bytes(file).end(error);
    isOfCurrent |= isCurrent;
    isOfPrevious |= isPrevious;
    isAny = true;
  }

  void cannotList(int error) {
    if (!isOfDirectory) messages.warning().unableTo("read directory ").bytes(path).end(error);
    isOfDirectory = true;
    isAny = true;
  }
}
