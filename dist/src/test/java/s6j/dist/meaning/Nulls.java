package s6j.dist.meaning;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.TypePath;
import org.objectweb.asm.TypeReference;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.AnnotationNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeAnnotationNode;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import s6j.dist.meaning.Value.Origin;
import s6j.dist.meaning.Value.Sign;

/**
 * Follows null to places of marked packages that are not said to take it, and finds what is asked
 * whether it is null though nothing says that it may be.
 */
final class Nulls {
  private static final String NULLABLE = "Lorg/jspecify/annotations/Nullable;";
  private static final String MARKED = "Lorg/jspecify/annotations/NullMarked;";

  /** {@code PLACE what is wrong CLASS.METHOD}. */
  final Set<String> faults = new TreeSet<>();

  /** Packages, and classes of others. */
  final Set<String> marked = new TreeSet<>();

  /** {@code OWNER NAME DESCRIPTOR} of methods, {@code OWNER NAME} of fields, places behind. */
  private final Set<String> nullable = new HashSet<>();

  private final Meanings meanings;
  private ClassNode type;
  private MethodNode method;
  private Flow flow;

  Nulls(Meanings meanings) {
    this.meanings = meanings;
  }

  void judge() throws AnalyzerException {
    for (ClassNode one : meanings.classes.values()) read(one);
    for (ClassNode one : meanings.classes.values())
      for (MethodNode each : one.methods) {
        type = one;
        method = each;
        flow = new Flow();
        Frame<Value>[] frames = flow.through(one.name, each);
        for (int i = 0; i < frames.length; i++)
          if (frames[i] != null) tell(each.instructions.get(i), frames[i]);
      }
  }

  private void read(ClassNode one) {
    if (one.name.endsWith("/package-info") && has(one.visibleAnnotations, MARKED))
      marked.add(one.name.replaceFirst("/package-info$", ""));
    if (has(one.visibleAnnotations, MARKED)) marked.add(one.name);
    for (FieldNode field : one.fields)
      if (isNullable(field.visibleTypeAnnotations, TypeReference.FIELD, 0))
        nullable.add(one.name + " " + field.name);
    for (MethodNode each : one.methods) {
      String own = one.name + " " + each.name + " " + each.desc;
      if (isNullable(each.visibleTypeAnnotations, TypeReference.METHOD_RETURN, 0))
        nullable.add(own);
      // Those that the compiler adds are not counted: name and number of an enum's constant.
      int added = each.name.equals("<init>") && (one.access & Opcodes.ACC_ENUM) != 0 ? 2 : 0;
      for (int i = 0; i < Type.getArgumentTypes(each.desc).length - added; i++)
        if (isNullable(each.visibleTypeAnnotations, TypeReference.METHOD_FORMAL_PARAMETER, i))
          nullable.add(own + " " + (i + added));
    }
  }

  private static boolean has(List<AnnotationNode> annotations, String wanted) {
    return annotations != null && annotations.stream().anyMatch(one -> one.desc.equals(wanted));
  }

  private static boolean isNullable(List<TypeAnnotationNode> annotations, int sort, int place) {
    if (annotations == null) return false;
    for (TypeAnnotationNode one : annotations) {
      TypeReference at = new TypeReference(one.typeRef);
      boolean isHere =
          at.getSort() == sort
              && (sort != TypeReference.METHOD_FORMAL_PARAMETER
                  || at.getFormalParameterIndex() == place);
      if (isHere && one.desc.equals(NULLABLE) && isWhole(one.typePath)) return true;
    }
    return false;
  }

  /** Of the reference itself, not of an array's elements. */
  private static boolean isWhole(TypePath path) {
    for (int i = 0; path != null && i < path.getLength(); i++)
      if (path.getStep(i) != TypePath.INNER_TYPE) return false;
    return true;
  }

  private void tell(AbstractInsnNode one, Frame<Value> frame) {
    int op = one.getOpcode();
    if (op == Opcodes.ARETURN)
      taken(type.name, type.name + " " + method.name + " " + method.desc, "returns", top(frame, 0));
    if ((op == Opcodes.PUTFIELD || op == Opcodes.PUTSTATIC)) {
      FieldInsnNode field = (FieldInsnNode) one;
      taken(field.owner, field.owner + " " + field.name, "keeps", top(frame, 0));
    }
    if (op == Opcodes.IFNULL || op == Opcodes.IFNONNULL) asked(top(frame, 0));
    if (!(one instanceof MethodInsnNode call)) return;
    int count = Type.getArgumentTypes(call.desc).length;
    String owner = meanings.declaring(call.owner, call.name, call.desc);
    if (owner == null) return;
    String own = owner + " " + call.name + " " + call.desc;
    for (int i = 0; i < count; i++)
      taken(owner, own + " " + i, "is given", top(frame, count - 1 - i));
  }

  private void taken(String owner, String place, String how, Value value) {
    if (!isMarked(owner) || isSynthetic(owner) || isNullable(place)) return;
    if (value.origins().stream().anyMatch(Nulls::isNull))
      faults.add(place + " " + how + " null in " + type.name + "." + method.name);
  }

  /** Enums and records make what javac makes of them. */
  private boolean isSynthetic(String owner) {
    return (method.access & Opcodes.ACC_SYNTHETIC) != 0 || !meanings.classes.containsKey(owner);
  }

  /**
   * What may be null says so, and is not followed further: that it is none at some place often
   * follows from what was asked before, as an operand's being there from their number.
   */
  private static boolean isNull(Origin origin) {
    return origin.made().getOpcode() == Opcodes.ACONST_NULL && origin.sign() != Sign.NOT_NEGATIVE;
  }

  private void asked(Value value) {
    for (Origin origin : value.origins()) {
      String place = place(origin.made());
      if (value.origins().size() == 1 && place != null && isMarked(place) && !isNullable(place))
        faults.add(place + " is asked in " + type.name + "." + method.name);
    }
  }

  /** The field, parameter or method that a value is from; null if it is from elsewhere. */
  private String place(AbstractInsnNode made) {
    if (made instanceof FieldInsnNode field) return field.owner + " " + field.name;
    if (made instanceof MethodInsnNode call) {
      String owner = meanings.declaring(call.owner, call.name, call.desc);
      return owner == null ? null : owner + " " + call.name + " " + call.desc;
    }
    Integer local = flow.parameters.get(made);
    int at = 0;
    Type[] types = Type.getArgumentTypes(method.desc);
    for (int i = 0; local != null && i < types.length; i++) {
      if (at == local) return type.name + " " + method.name + " " + method.desc + " " + i;
      at += types[i].getSize();
    }
    return null;
  }

  private static Value top(Frame<Value> frame, int down) {
    return frame.getStack(frame.getStackSize() - 1 - down);
  }

  private boolean isMarked(String place) {
    String owner = place.replaceFirst(" .*", "");
    return marked.contains(owner) || marked.contains(owner.replaceFirst("/[^/]*$", ""));
  }

  /** Said here or by what a method implements. */
  private boolean isNullable(String place) {
    int blank = place.indexOf(' ');
    return meanings.above(place.substring(0, blank)).stream()
        .anyMatch(owner -> nullable.contains(owner + place.substring(blank)));
  }
}
