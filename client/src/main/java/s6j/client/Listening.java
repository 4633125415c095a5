package s6j.client;

/** A listener's place; to be closed when nothing more is to be heard. */
public interface Listening extends AutoCloseable {
  /** Ends it. What is being told at this moment may still be told. */
  @Override
  void close();
}
