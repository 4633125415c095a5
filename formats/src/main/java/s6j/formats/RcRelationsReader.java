package s6j.formats;

import s6j.posix.Decimal;

/** Reads the file {@link RcRelations} from memory: a damaged one is an answer, with its line. */
public final class RcRelationsReader {
  private static final RcRelations.Kind[] KINDS = RcRelations.Kind.values();

  private final byte[] bytes;
  private final int length;
  private final int services;
  private final RcRelations relations;
  private int at;
  private int line = 1;
  private String expected = "";

  /** {@code length} negative for a file that could not be read, which is not to be. */
  public RcRelationsReader(byte[] bytes, int length, int services) {
    this.bytes = bytes;
    this.length = length;
    this.services = services;
    relations = new RcRelations(services);
  }

  /** What {@link #read} built. */
  public RcRelations relations() {
    return relations;
  }

  /** The negated errno if the file could not be read, else 0. */
  public int errno() {
    return Math.min(length, 0);
  }

  /** Where the file is wrong, and what should stand there. */
  public byte[] trouble() {
    return new ByteSink(64).put("line ").decimal(line).put(": expected ").put(expected).copy();
  }

  /** Whether the file is sound. */
  public boolean read() {
    if (!word(RcRelations.START)) return expecting("s6j-relations 1 and the number of services");
    if (number('\n') != services) return expecting("the number of services in db");
    line++;
    while (!word(RcRelations.END)) {
      if (!relation()) return false;
      line++;
    }
    return at == length || expecting("nothing behind end");
  }

  private boolean relation() {
    if (word(RcRelations.AGAIN)) return again();
    for (RcRelations.Kind kind : KINDS) {
      if (!word(kind.word)) continue;
      if (!word(" ")) break;
      long service = number(' ');
      long other = number('\n');
      if (!isService(service) || !isService(other)) return expecting("numbers of two services");
      if (service == other) return expecting("two different services");
      relations.add(kind, (int) service, (int) other);
      return true;
    }
    return expecting("after, wants, conflicts, part-of or again, or end");
  }

  private boolean again() {
    long service = word(" ") ? number('\n') : Decimal.INVALID;
    if (!isService(service)) return expecting("the number of a service");
    relations.again((int) service);
    return true;
  }

  private boolean isService(long number) {
    return number >= 0 && number < services;
  }

  private boolean expecting(String what) {
    expected = what;
    return false;
  }

  private boolean word(String word) {
    if (!RcFormat.isAt(word, at, bytes, length)) return false;
    at += word.length();
    return true;
  }

  /** A number and the byte that ends it, or {@link Decimal#INVALID}. */
  private long number(char end) {
    int from = at;
    while (at < length && bytes[at] != end) at++;
    if (at == length) return Decimal.INVALID;
    return Decimal.parse(bytes, from, at++, 10);
  }
}
