package s6j.dist.meaning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * What is said of the ints of all classes: by annotations, which a method has from those that it
 * implements too, and a lambda from the interface that it is made for.
 */
final class Meanings {
  final Map<String, ClassNode> classes = new TreeMap<>();

  /** {@code OWNER NAME DESCRIPTOR}, and a place of a parameter behind it. */
  private final Map<String, Set<Kind>> said = new HashMap<>();

  private final Set<String> stated = new HashSet<>();

  /** Of {@code OWNER NAME} of fields. */
  private final Map<String, Set<Kind>> ofFields = new HashMap<>();

  private final Map<String, Set<Kind>> known = new HashMap<>();

  void add(Path file) throws IOException {
    ClassNode type = new ClassNode();
    new ClassReader(Files.readAllBytes(file)).accept(type, 0);
    classes.put(type.name, type);
  }

  /** To be called once all classes are there. */
  void read() {
    for (ClassNode type : classes.values()) {
      boolean answersErrno = Kind.of(type.invisibleAnnotations).contains(Kind.OR_ERRNO);
      for (MethodNode method : type.methods) readMethod(type, method, answersErrno);
      for (FieldNode field : type.fields)
        ofFields.put(type.name + " " + field.name, Kind.of(field.invisibleAnnotations));
    }
    for (ClassNode type : classes.values())
      for (MethodNode method : type.methods)
        for (AbstractInsnNode one : method.instructions)
          if (one instanceof InvokeDynamicInsnNode lambda) readLambda(lambda);
  }

  private void readMethod(ClassNode type, MethodNode method, boolean answersErrno) {
    String own = type.name + " " + method.name + " " + method.desc;
    Set<Kind> kinds = Kind.of(method.invisibleAnnotations);
    Type answer = Type.getReturnType(method.desc);
    boolean isInt = answer == Type.INT_TYPE || answer == Type.LONG_TYPE;
    if (answersErrno && isInt && !kinds.contains(Kind.ALWAYS)) kinds.add(Kind.OR_ERRNO);
    said.put(own, kinds);
    if (kinds.contains(Kind.OR_ERRNO)) stated.add(own);
    int count = Type.getArgumentTypes(method.desc).length;
    for (int i = 0; i < count && method.invisibleParameterAnnotations != null; i++)
      said.put(own + " " + i, Kind.of(method.invisibleParameterAnnotations[i]));
  }

  private void readLambda(InvokeDynamicInsnNode lambda) {
    if (!lambda.bsm.getOwner().endsWith("/LambdaMetafactory")) return;
    String wanted = Type.getReturnType(lambda.desc).getInternalName();
    String erased = ((Type) lambda.bsmArgs[0]).getDescriptor();
    Handle does = (Handle) lambda.bsmArgs[1];
    String own = does.getOwner() + " " + does.getName() + " " + does.getDesc();
    note(own, ofMethod(wanted, lambda.name, erased, ""));
    int receiver = does.getTag() == Opcodes.H_INVOKESTATIC ? 0 : 1;
    int given = Type.getArgumentTypes(lambda.desc).length - receiver;
    int count = Type.getArgumentTypes(erased).length;
    for (int i = 0; i < count; i++)
      if (given + i >= 0)
        note(own + " " + (given + i), ofMethod(wanted, lambda.name, erased, " " + i));
  }

  /** Adds to what is said of a method or parameter: whether that is new. */
  boolean note(String member, Set<Kind> kinds) {
    if (kinds.isEmpty()) return false;
    known.clear();
    return said.computeIfAbsent(member, first -> EnumSet.noneOf(Kind.class)).addAll(kinds);
  }

  boolean noteField(String field, Kind kind) {
    return ofFields.computeIfAbsent(field, first -> EnumSet.noneOf(Kind.class)).add(kind);
  }

  /** Of a method's answer, or with a place behind a blank of a parameter. */
  Set<Kind> ofMethod(String owner, String name, String descriptor, String place) {
    String key = owner + " " + name + " " + descriptor + place;
    return known.computeIfAbsent(
        key,
        first -> {
          Set<Kind> kinds = EnumSet.noneOf(Kind.class);
          for (String type : above(owner))
            kinds.addAll(said.getOrDefault(type + " " + name + " " + descriptor + place, Set.of()));
          return kinds;
        });
  }

  Set<Kind> ofField(String owner, String name) {
    for (String type : above(owner)) {
      Set<Kind> kinds = ofFields.get(type + " " + name);
      if (kinds != null) return kinds;
    }
    return Set.of();
  }

  /** Whether annotations alone say that the answer may be an errno. */
  boolean statesErrno(MethodInsnNode call) {
    return above(call.owner).stream()
        .anyMatch(type -> stated.contains(type + " " + call.name + " " + call.desc));
  }

  /** The class of ours that declares a method, as a call names it; null if there is none. */
  String declaring(String owner, String name, String descriptor) {
    for (String type : above(owner))
      if (classes.containsKey(type) && said.containsKey(type + " " + name + " " + descriptor))
        return type;
    return null;
  }

  Set<String> above(String type) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> left = new ArrayDeque<>(List.of(type));
    while (!left.isEmpty()) {
      String next = left.pop();
      ClassNode node = classes.get(next);
      if (!found.add(next) || node == null) continue;
      List<String> more = new ArrayList<>(node.interfaces);
      if (node.superName != null) more.add(node.superName);
      left.addAll(more);
    }
    return found;
  }
}
