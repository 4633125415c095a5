package s6j.dist.meaning;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.Interpreter;

/** Follows values through a method: copies and widenings are still the value that was made. */
final class Flow extends Interpreter<Value> {
  /** A parameter, standing for the instruction that would have made it: its place. */
  final Map<AbstractInsnNode, Integer> parameters = new IdentityHashMap<>();

  Flow() {
    super(Opcodes.ASM9);
  }

  Frame<Value>[] through(String owner, MethodNode method) throws AnalyzerException {
    return new Analyzer<>(this) {
      @Override
      protected Frame<Value> newFrame(int locals, int stack) {
        return new KnowingFrame(locals, stack);
      }

      @Override
      protected Frame<Value> newFrame(Frame<? extends Value> other) {
        return new KnowingFrame(other);
      }
    }.analyze(owner, method);
  }

  @Override
  public Value newValue(Type type) {
    if (type == Type.VOID_TYPE) return null;
    return Value.nothing(type == null ? 1 : type.getSize());
  }

  @Override
  public Value newParameterValue(boolean ofObject, int local, Type type) {
    AbstractInsnNode stands = new InsnNode(Opcodes.NOP);
    parameters.put(stands, local - (ofObject ? 1 : 0));
    return Value.of(type.getSize(), stands);
  }

  @Override
  public Value newOperation(AbstractInsnNode made) {
    int op = made.getOpcode();
    boolean isWide = op == Opcodes.LCONST_0 || op == Opcodes.LCONST_1 || op == Opcodes.DCONST_0;
    if (made instanceof LdcInsnNode ldc)
      isWide = ldc.cst instanceof Long || ldc.cst instanceof Double;
    if (made instanceof FieldInsnNode field) isWide = Type.getType(field.desc).getSize() == 2;
    return Value.of(isWide || op == Opcodes.DCONST_1 ? 2 : 1, made);
  }

  @Override
  public Value copyOperation(AbstractInsnNode copy, Value value) {
    return value;
  }

  @Override
  public Value unaryOperation(AbstractInsnNode made, Value value) {
    return switch (made.getOpcode()) {
      case Opcodes.I2L -> value.ofSize(2);
      case Opcodes.L2I, Opcodes.I2B, Opcodes.I2S, Opcodes.I2C, Opcodes.CHECKCAST -> value.ofSize(1);
      case Opcodes.LNEG,
          Opcodes.DNEG,
          Opcodes.I2D,
          Opcodes.L2D,
          Opcodes.F2D,
          Opcodes.F2L,
          Opcodes.D2L ->
          Value.of(2, made);
      case Opcodes.GETFIELD -> Value.of(Type.getType(((FieldInsnNode) made).desc).getSize(), made);
      default -> Value.of(1, made);
    };
  }

  @Override
  public Value binaryOperation(AbstractInsnNode made, Value one, Value other) {
    int op = made.getOpcode();
    Long number = op == Opcodes.LCMP ? constantOf(other) : null;
    if (number != null) return new Value(1, Value.of(1, made).origins(), one, number);
    boolean isWide =
        switch (op) {
          case Opcodes.LALOAD,
              Opcodes.DALOAD,
              Opcodes.LADD,
              Opcodes.LSUB,
              Opcodes.LMUL,
              Opcodes.LDIV,
              Opcodes.LREM,
              Opcodes.LSHL,
              Opcodes.LSHR,
              Opcodes.LUSHR,
              Opcodes.LAND,
              Opcodes.LOR,
              Opcodes.LXOR,
              Opcodes.DADD,
              Opcodes.DSUB,
              Opcodes.DMUL,
              Opcodes.DDIV,
              Opcodes.DREM ->
              true;
          default -> false;
        };
    return Value.of(isWide ? 2 : 1, made);
  }

  @Override
  public Value ternaryOperation(AbstractInsnNode made, Value one, Value two, Value three) {
    return Value.of(1, made);
  }

  @Override
  public Value naryOperation(AbstractInsnNode made, List<? extends Value> values) {
    String descriptor = "()I";
    if (made instanceof MethodInsnNode call) descriptor = call.desc;
    if (made instanceof InvokeDynamicInsnNode call) descriptor = call.desc;
    return Value.of(Math.max(1, Type.getReturnType(descriptor).getSize()), made);
  }

  @Override
  public void returnOperation(AbstractInsnNode made, Value value, Value expected) {}

  @Override
  public Value merge(Value one, Value other) {
    return one.merged(other);
  }

  /** The number that a value is; null if it is none that is known. */
  private static Long constantOf(Value value) {
    if (value.origins().size() != 1) return null;
    AbstractInsnNode made = value.origins().iterator().next().made();
    int op = made.getOpcode();
    if (op >= Opcodes.ICONST_M1 && op <= Opcodes.ICONST_5) return (long) op - Opcodes.ICONST_0;
    if (op == Opcodes.LCONST_0 || op == Opcodes.LCONST_1) return (long) op - Opcodes.LCONST_0;
    if (op == Opcodes.BIPUSH || op == Opcodes.SIPUSH) return (long) ((IntInsnNode) made).operand;
    boolean isNumber = made instanceof LdcInsnNode ldc && ldc.cst instanceof Number;
    return isNumber ? ((Number) ((LdcInsnNode) made).cst).longValue() : null;
  }

  /** After a comparison each of its ways knows what it told. */
  private static final class KnowingFrame extends Frame<Value> {
    private Value left;
    private Value right;

    /** What was known before the way that goes on was told. */
    private Frame<Value> before;

    KnowingFrame(int locals, int stack) {
      super(locals, stack);
    }

    KnowingFrame(Frame<? extends Value> other) {
      super(other);
    }

    @Override
    public void execute(AbstractInsnNode made, Interpreter<Value> flow) throws AnalyzerException {
      int op = made.getOpcode();
      boolean comparesTwo = op >= Opcodes.IF_ICMPEQ && op <= Opcodes.IF_ICMPLE;
      boolean comparesOne = op >= Opcodes.IFEQ && op <= Opcodes.IFLE || asksForNull(op);
      right = comparesTwo ? getStack(getStackSize() - 1) : null;
      left = comparesTwo || comparesOne ? getStack(getStackSize() - (comparesTwo ? 2 : 1)) : null;
      super.execute(made, flow);
    }

    @Override
    public void initJumpTarget(int op, LabelNode target) {
      if (left == null) return;
      if (target == null) before = new Frame<>(this);
      else init(before);
      if (asksForNull(op)) {
        boolean isNull = (op == Opcodes.IFNULL) == (target != null);
        replace(left, left.known(isNull ? Value.Sign.NEGATIVE : Value.Sign.NOT_NEGATIVE));
        return;
      }
      boolean comparesTwo = op >= Opcodes.IF_ICMPEQ && op <= Opcodes.IF_ICMPLE;
      int relation = op - (comparesTwo ? Opcodes.IF_ICMPEQ : Opcodes.IFEQ);
      if (target == null) relation ^= 1;
      Long number = comparesTwo ? constantOf(right) : Long.valueOf(left.with());
      learn(left.compared() == null ? left : left.compared(), relation, number);
    }

    private static boolean asksForNull(int op) {
      return op == Opcodes.IFNULL || op == Opcodes.IFNONNULL;
    }

    /**
     * Of relations: 0 equal, 1 not equal, 2 less, 3 at least, 4 greater, 5 at most. What is
     * compared with no known number is compared with a length or the like, which is not negative.
     */
    private void learn(Value asked, int relation, Long number) {
      long other = number == null ? 0 : number;
      boolean notNegative =
          (relation == 0 || relation == 3) && other >= 0 || relation == 4 && other >= -1;
      boolean negative =
          number != null
              && ((relation == 0 || relation == 5) && other < 0 || relation == 2 && other <= 0);
      if (notNegative) replace(asked, asked.known(Value.Sign.NOT_NEGATIVE));
      else if (negative) replace(asked, asked.known(Value.Sign.NEGATIVE));
    }

    private void replace(Value old, Value fresh) {
      for (int i = 0; i < getLocals(); i++)
        if (isSame(getLocal(i), old)) setLocal(i, fresh.ofSize(getLocal(i).size()));
      for (int i = 0; i < getStackSize(); i++)
        if (isSame(getStack(i), old)) setStack(i, fresh.ofSize(getStack(i).size()));
    }

    private static boolean isSame(Value one, Value other) {
      return one != null && !other.origins().isEmpty() && one.origins().equals(other.origins());
    }
  }
}
