package s6j.posix.jnr;

/** A sigset_t of the C library: 128 bytes, of which the first 64 bits count. */
final class SignalSet {
  private static final int SIZE = 128;

  private final NativeMemory memory = new NativeMemory(SIZE);

  SignalSet set(long signals) {
    memory.clear(SIZE);
    memory.putLong(0, signals);
    return this;
  }

  long address() {
    return memory.address();
  }
}
