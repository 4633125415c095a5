package s6j.client.system;

/** Who hears the letters of an event directory, from the thread of the {@link EventHub}. */
public interface Ear {
  /** One letter came; must be quick and never wait. */
  void hear(char letter);

  /** The event directory is gone, or what was heard in it: there will be no more letters. */
  void gone();
}
