package s6j.ipc.fdholder;

import s6j.posix.Posix;

/** What a client of an fd-holder may do (s6-fdholderd page): nothing unless granted. */
final class HolderRights {
  static final int NOTHING = -1;

  private final Posix posix;
  boolean getsDump;
  boolean setsDump;
  boolean lists;

  /** Names the client may retrieve, as {@link Posix#compileRegex} answered, or {@link #NOTHING}. */
  int retrievable = NOTHING;

  /** Names the client may store and delete. */
  int storable = NOTHING;

  HolderRights(Posix posix) {
    this.posix = posix;
  }

  /** Takes all rights back. */
  void clear() {
    getsDump = false;
    setsDump = false;
    lists = false;
    if (retrievable != NOTHING) posix.freeRegex(retrievable);
    if (storable != NOTHING) posix.freeRegex(storable);
    retrievable = NOTHING;
    storable = NOTHING;
  }

  boolean mayRetrieve(byte[] bytes, int at, int length) {
    return retrievable != NOTHING && posix.matchesRegex(retrievable, bytes, at, length);
  }

  boolean mayStore(byte[] bytes, int at, int length) {
    return storable != NOTHING && posix.matchesRegex(storable, bytes, at, length);
  }
}
