package s6j.dist.meaning;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import s6j.dist.meaning.Value.Origin;
import s6j.dist.meaning.Value.Sign;

/**
 * Follows ints that mean something through all methods. What is not annotated and plainly one of
 * them is taken for it: a field into which nothing else is stored, a method that returns nothing
 * else, and one whose answer becomes an exit code.
 */
final class Judge {
  /** {@code CLASS.METHOD what is wrong}. */
  final Set<String> faults = new TreeSet<>();

  /** {@code CALLED CLASS.METHOD} of answers that are thrown away. */
  final Set<String> ignored = new TreeSet<>();

  /** Of the instructions from IADD on, four a sign but for the last ones, two a sign. */
  private static final String[] SIGNS = {"+", "-", "*", "/", "%", "negated"};

  private static final String[] BIT_SIGNS = {"<<", ">>", ">>>", "&", "|", "^"};

  /** A group's number for kill; an exit code that has been said, beside values that are none. */
  private static final Set<Kind> NEGATED = Set.of(Kind.PID, Kind.EXIT_STATUS);

  private final Meanings meanings;
  private final Map<MethodNode, Frame<Value>[]> frames = new HashMap<>();
  private final Map<MethodNode, Flow> flows = new HashMap<>();

  /** Arrays, by the instruction or field that they come from, and what they hold. */
  private final Map<Object, Set<Kind>> elements = new HashMap<>();

  private ClassNode type;
  private MethodNode method;

  Judge(Meanings meanings) {
    this.meanings = meanings;
  }

  void judge() throws AnalyzerException {
    for (ClassNode one : meanings.classes.values())
      for (MethodNode each : one.methods) {
        Flow flow = new Flow();
        flows.put(each, flow);
        frames.put(each, flow.through(one.name, each));
      }
    boolean learns = true;
    while (learns) learns = everywhere(false);
    everywhere(true);
  }

  int classes() {
    return meanings.classes.size();
  }

  /** How many methods end with what a program ends with. */
  long exits() {
    return meanings.classes.values().stream()
        .mapToLong(
            one ->
                one.methods.stream()
                    .filter(
                        each ->
                            meanings
                                .ofMethod(one.name, each.name, each.desc, "")
                                .contains(Kind.EXIT_STATUS))
                    .count())
        .sum();
  }

  private boolean everywhere(boolean tells) {
    boolean learns = false;
    for (ClassNode one : meanings.classes.values())
      for (MethodNode each : one.methods) {
        type = one;
        method = each;
        for (int i = 0; i < each.instructions.size(); i++) {
          Frame<Value> frame = frames.get(each)[i];
          if (frame == null) continue;
          if (tells) tell(each.instructions.get(i), frame);
          else learns |= learn(each.instructions.get(i), frame);
        }
      }
    return learns;
  }

  // What is taken from the code.

  private boolean learn(AbstractInsnNode one, Frame<Value> frame) {
    int op = one.getOpcode();
    if (op == Opcodes.IRETURN) return learnReturn(top(frame, 0));
    if (op == Opcodes.PUTFIELD || op == Opcodes.PUTSTATIC)
      return learnField((FieldInsnNode) one, top(frame, 0));
    if (!(one instanceof MethodInsnNode call)) return false;
    boolean learns = false;
    int count = Type.getArgumentTypes(call.desc).length;
    for (int i = 0; i < count; i++) {
      Set<Kind> wanted = meanings.ofMethod(call.owner, call.name, call.desc, " " + i);
      Value given = top(frame, count - 1 - i);
      if (wanted.contains(Kind.EXIT_STATUS)) learns |= becomesExit(given);
      if (!wanted.isEmpty() && Type.getArgumentTypes(call.desc)[i].getSort() == Type.ARRAY)
        for (Origin origin : given.origins())
          learns |=
              elements
                  .computeIfAbsent(array(origin.made()), first -> EnumSet.noneOf(Kind.class))
                  .addAll(wanted);
    }
    return learns;
  }

  private boolean learnReturn(Value value) {
    String own = type.name + " " + method.name + " " + method.desc;
    Set<Kind> stated = meanings.ofMethod(type.name, method.name, method.desc, "");
    if (stated.contains(Kind.EXIT_STATUS)) return becomesExit(value);
    if (Type.getReturnType(method.desc) != Type.INT_TYPE) return false;
    return meanings.note(own, kinds(value));
  }

  private boolean becomesExit(Value value) {
    boolean learns = false;
    for (Origin origin : value.origins())
      if (origin.made() instanceof MethodInsnNode call) {
        String owner = meanings.declaring(call.owner, call.name, call.desc);
        if (owner == null || !meanings.ofMethod(owner, call.name, call.desc, "").isEmpty())
          continue;
        learns |=
            meanings.note(owner + " " + call.name + " " + call.desc, EnumSet.of(Kind.EXIT_STATUS));
      }
    return learns;
  }

  private boolean learnField(FieldInsnNode field, Value value) {
    if (!field.desc.equals("I")) return false;
    boolean learns = false;
    for (Kind kind : kinds(value))
      if (kind != Kind.OR_ERRNO && kind != Kind.ALWAYS)
        learns |= meanings.noteField(field.owner + " " + field.name, kind);
    return learns;
  }

  // What is wrong.

  private void tell(AbstractInsnNode one, Frame<Value> frame) {
    int op = one.getOpcode();
    if (op >= Opcodes.IADD && op <= Opcodes.LXOR) tellArithmetic(op, frame);
    if (op == Opcodes.IINC)
      calculated("++", frame.getLocal(((org.objectweb.asm.tree.IincInsnNode) one).var));
    if (op >= Opcodes.IF_ICMPEQ && op <= Opcodes.IF_ICMPLE)
      differ("compared with", mainKinds(top(frame, 1)), mainKinds(top(frame, 0)));
    if (op == Opcodes.POP || op == Opcodes.POP2) tellIgnored(top(frame, 0));
    if (op == Opcodes.IRETURN)
      tellUse(
          "returned as", meanings.ofMethod(type.name, method.name, method.desc, ""), top(frame, 0));
    if ((op == Opcodes.PUTFIELD || op == Opcodes.PUTSTATIC)
        && ((FieldInsnNode) one).desc.equals("I")) {
      FieldInsnNode field = (FieldInsnNode) one;
      tellUse("kept as", meanings.ofField(field.owner, field.name), top(frame, 0));
    }
    if (one instanceof MethodInsnNode call) tellCall(call, frame);
  }

  private void tellArithmetic(int op, Frame<Value> frame) {
    boolean ofOne = op >= Opcodes.INEG && op <= Opcodes.DNEG;
    for (int i = 0; i < (ofOne ? 1 : 2); i++) {
      Value value = top(frame, i);
      if (!ofOne) calculated(sign(op), value);
      else if (!NEGATED.containsAll(mainKinds(value)))
        faults.add(here() + " negates " + mainKinds(value));
    }
  }

  private static String sign(int op) {
    return op < Opcodes.ISHL ? SIGNS[(op - Opcodes.IADD) / 4] : BIT_SIGNS[(op - Opcodes.ISHL) / 2];
  }

  private void calculated(String sign, Value value) {
    Set<Kind> kinds = kinds(value);
    kinds.remove(Kind.ALWAYS);
    if (!kinds.isEmpty()) faults.add(here() + " calculates " + sign + " with " + kinds);
  }

  private void tellIgnored(Value value) {
    for (Origin origin : value.origins())
      if (origin.made() instanceof MethodInsnNode call && meanings.statesErrno(call))
        ignored.add(call.name + " " + here());
  }

  private void tellCall(MethodInsnNode call, Frame<Value> frame) {
    Type[] types = Type.getArgumentTypes(call.desc);
    for (int i = 0; i < types.length; i++)
      if (types[i].getSort() != Type.ARRAY)
        tellUse(
            "given to " + call.name + " as",
            meanings.ofMethod(call.owner, call.name, call.desc, " " + i),
            top(frame, types.length - 1 - i));
  }

  private void tellUse(String how, Set<Kind> wanted, Value given) {
    if (main(wanted).isEmpty()) return;
    Set<Kind> kinds = kinds(given);
    if (wanted.contains(Kind.EXIT_STATUS)
        && !wanted.contains(Kind.OR_ERRNO)
        && kinds.contains(Kind.OR_ERRNO)) faults.add(here() + " errno " + how + " " + main(wanted));
    differ(how, main(kinds), main(wanted));
  }

  private void differ(String how, Set<Kind> one, Set<Kind> other) {
    if (one.isEmpty() || other.isEmpty() || one.stream().anyMatch(other::contains)) return;
    faults.add(here() + " " + one + " " + how + " " + other);
  }

  private String here() {
    return type.name.replaceFirst(".*/", "") + "." + method.name;
  }

  // What a value is.

  private Set<Kind> mainKinds(Value value) {
    return main(kinds(value));
  }

  private static Set<Kind> main(Set<Kind> kinds) {
    Set<Kind> main = EnumSet.noneOf(Kind.class);
    main.addAll(kinds);
    main.remove(Kind.OR_ERRNO);
    main.remove(Kind.ALWAYS);
    return main;
  }

  /** A negative answer is an errno and nothing else; one that is not negative is none. */
  private Set<Kind> kinds(Value value) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (Origin origin : value.origins()) {
      Set<Kind> own = EnumSet.noneOf(Kind.class);
      own.addAll(ofOrigin(origin.made()));
      if (own.contains(Kind.OR_ERRNO) && origin.sign() == Sign.NEGATIVE)
        own = EnumSet.of(Kind.OR_ERRNO);
      if (origin.sign() == Sign.NOT_NEGATIVE) own.remove(Kind.OR_ERRNO);
      if (origin.sign() == Sign.NEGATIVE && !own.contains(Kind.OR_ERRNO)) own.clear();
      kinds.addAll(own);
    }
    return kinds;
  }

  private Set<Kind> ofOrigin(AbstractInsnNode made) {
    if (made instanceof MethodInsnNode call)
      return meanings.ofMethod(call.owner, call.name, call.desc, "");
    if (made instanceof FieldInsnNode field)
      return field.desc.equals("I") ? meanings.ofField(field.owner, field.name) : Set.of();
    if (made.getOpcode() == Opcodes.IALOAD) return ofElement(made);
    Integer place = flows.get(method).parameters.get(made);
    return place == null ? Set.of() : ofParameter(place);
  }

  private Set<Kind> ofElement(AbstractInsnNode load) {
    Frame<Value> frame = frames.get(method)[method.instructions.indexOf(load)];
    Set<Kind> kinds = new HashSet<>();
    for (Origin origin : top(frame, 1).origins())
      kinds.addAll(elements.getOrDefault(array(origin.made()), Set.of()));
    return kinds;
  }

  private Object array(AbstractInsnNode made) {
    return made instanceof FieldInsnNode field ? field.owner + " " + field.name : made;
  }

  /** By its local, of which wide ones take two. */
  private Set<Kind> ofParameter(int local) {
    Type[] types = Type.getArgumentTypes(method.desc);
    int at = 0;
    for (int i = 0; i < types.length; i++) {
      if (at == local) return meanings.ofMethod(type.name, method.name, method.desc, " " + i);
      at += types[i].getSize();
    }
    return Set.of();
  }

  private static Value top(Frame<Value> frame, int down) {
    return frame.getStack(frame.getStackSize() - 1 - down);
  }
}
