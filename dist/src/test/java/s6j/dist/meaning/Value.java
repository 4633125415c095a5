package s6j.dist.meaning;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.tree.AbstractInsnNode;

/**
 * What a local or a place of the stack holds: which instructions it may come from; of the answer of
 * a comparison of longs, which long was compared with which number.
 */
record Value(int size, Set<Origin> origins, Value compared, long with)
    implements org.objectweb.asm.tree.analysis.Value {
  /** What a comparison has told of a number; a reference that is null counts as negative. */
  enum Sign {
    UNKNOWN,
    NEGATIVE,
    NOT_NEGATIVE
  }

  /** An instruction that makes a value, and what is known of it by now. */
  record Origin(AbstractInsnNode made, Sign sign) {}

  @Override
  public int getSize() {
    return size;
  }

  static Value of(int size, AbstractInsnNode made) {
    return new Value(size, Set.of(new Origin(made, Sign.UNKNOWN)), null, 0);
  }

  static Value nothing(int size) {
    return new Value(size, Set.of(), null, 0);
  }

  Value ofSize(int other) {
    return new Value(other, origins, null, 0);
  }

  /** The same where two ways meet; of origins known differently, less is known. */
  Value merged(Value other) {
    if (equals(other)) return this;
    Set<Origin> both = new HashSet<>(origins);
    both.addAll(other.origins);
    Map<AbstractInsnNode, Set<Sign>> signs =
        both.stream()
            .collect(
                Collectors.groupingBy(
                    Origin::made, Collectors.mapping(Origin::sign, Collectors.toSet())));
    Set<Origin> met =
        signs.entrySet().stream()
            .map(
                one ->
                    new Origin(
                        one.getKey(),
                        one.getValue().size() == 1
                            ? one.getValue().iterator().next()
                            : Sign.UNKNOWN))
            .collect(Collectors.toSet());
    Value merged = new Value(Math.min(size, other.size), met, null, 0);
    return merged.equals(this) ? this : merged;
  }

  Value known(Sign sign) {
    return new Value(
        size,
        origins.stream().map(one -> new Origin(one.made, sign)).collect(Collectors.toSet()),
        null,
        0);
  }
}
