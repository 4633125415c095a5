package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Every method and field of main code is used by main code, by the class files of all modules.
 * Constants are not seen, as the compiler copies them to where they are used, nor is what a library
 * may call: methods of classes that extend or implement a type of one.
 */
class DeadMembersTest {
  private static final int FEWEST_CLASSES = 800;

  /** Of the modules that are built before this one. */
  private static final String CLASSES =
      "\\.\\./(?!bench|faults|mutation)[^/]+/target/classes/(s6j|org)/.*\\.class";

  /** The runtime of the C backend calls what is there; the build puts it in place of TeaVM's. */
  private static final List<String> RUNTIME = List.of("org/teavm/", "s6j/posix/tea/");

  /** Packages whose public members are for programs of others. */
  private static final Set<String> FOR_OTHERS = Set.of("s6j/client", "s6j/junit");

  /** Tables that a test prints and compares with golden files; what tests and faults look at. */
  private static final Set<String> FOR_TESTS =
      Set.of(
          "s6j/formats/ServiceStatus isUpAndReady",
          "s6j/log/LogTransitions print",
          "s6j/posix/Account shell",
          "s6j/rc/RcTransitions print",
          "s6j/supervise/SuperviseTransitions print",
          "s6j/svc/WaitTransitions print",
          "s6j/svscan/SvscanTransitions print",
          "s6j/watch/HealthTransitions print",
          "s6j/watch/WatchTransitions print");

  private static final int SYNTHETIC = Opcodes.ACC_SYNTHETIC | Opcodes.ACC_BRIDGE;

  private final Map<String, List<String>> supertypes = new HashMap<>();
  private final Map<String, Set<String>> declared = new TreeMap<>();

  /** {@code OWNER NAME DESCRIPTOR} of methods; of fields without a descriptor. */
  private final Set<String> used = new HashSet<>();

  @Test
  void everyMemberIsUsed() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file : files.filter(file -> file.toString().matches(CLASSES)).toList())
        new ClassReader(Files.readAllBytes(file)).accept(new Members(), ClassReader.SKIP_FRAMES);
    }
    assertTrue(supertypes.size() >= FEWEST_CLASSES, supertypes.size() + " classes seen");
    Map<String, Set<String>> relatives = relatives();
    TreeSet<String> dead = new TreeSet<>();
    declared.forEach(
        (type, members) -> {
          for (String member : members)
            if (relatives.get(type).stream()
                .noneMatch(other -> used.contains(other + " " + member)))
              dead.add(type + " " + member.replaceFirst(" .*", ""));
        });
    assertTrue(dead.containsAll(FOR_TESTS), "not dead any more: " + FOR_TESTS + " and " + dead);
    dead.removeAll(FOR_TESTS);
    assertEquals(Set.of(), dead);
  }

  /** Of each type of ours: itself, what it extends and implements, and what extends that. */
  private Map<String, Set<String>> relatives() {
    Map<String, Set<String>> above = new HashMap<>();
    for (String type : supertypes.keySet()) above.put(type, above(type));
    return supertypes.keySet().stream()
        .collect(
            Collectors.toMap(
                type -> type,
                type ->
                    above.keySet().stream()
                        .filter(
                            other ->
                                above.get(other).contains(type) || above.get(type).contains(other))
                        .collect(Collectors.toSet())));
  }

  private Set<String> above(String type) {
    Set<String> found = new HashSet<>();
    Deque<String> left = new ArrayDeque<>(List.of(type));
    while (!left.isEmpty()) {
      String next = left.pop();
      if (found.add(next)) left.addAll(supertypes.getOrDefault(next, List.of()));
    }
    return found;
  }

  private final class Members extends ClassVisitor {
    private String type;
    private boolean ofLibrary;
    private boolean forOthers;

    Members() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version, int access, String name, String generics, String above, String[] interfaces) {
      type = name;
      supertypes.put(name, Stream.concat(Stream.of(above), Stream.of(interfaces)).toList());
      ofLibrary =
          supertypes.get(name).stream().anyMatch(one -> !isOurs(one) && !one.endsWith("/Object"));
      forOthers = FOR_OTHERS.contains(name.replaceFirst("/[^/]*$", ""));
      if (RUNTIME.stream().anyMatch(name::startsWith)) ofLibrary = true;
    }

    private static boolean isOurs(String type) {
      return type.startsWith("s6j/");
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String generics, Object value) {
      if (value != null || (access & (SYNTHETIC | Opcodes.ACC_ENUM)) != 0) return null;
      if (isOffered(access)) return null;
      declared.computeIfAbsent(type, first -> new TreeSet<>()).add(name);
      return new FieldVisitor(Opcodes.ASM9) {
        @Override
        public AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
          declared.get(type).remove(name);
          return null;
        }
      };
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String generics, String[] exceptions) {
      String own = type + " " + name + " " + descriptor;
      boolean isSeen = (access & SYNTHETIC) == 0 && !ofLibrary && !isOffered(access);
      if (isSeen && !isCalledByItself(name))
        declared.computeIfAbsent(type, first -> new TreeSet<>()).add(name + " " + descriptor);
      return new Uses(own);
    }

    private boolean isOffered(int access) {
      return forOthers && (access & Opcodes.ACC_PUBLIC) != 0;
    }

    private static boolean isCalledByItself(String name) {
      return name.startsWith("<")
          || Set.of("main", "values", "valueOf", "toString", "equals", "hashCode").contains(name);
    }
  }

  private final class Uses extends MethodVisitor {
    private final String own;

    Uses(String own) {
      super(Opcodes.ASM9);
      this.own = own;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean ofInterface) {
      String called = owner + " " + name + " " + descriptor;
      if (!called.equals(own)) used.add(called);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC) used.add(owner + " " + name);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      for (Object one : arguments)
        if (one instanceof Handle h) used.add(h.getOwner() + " " + h.getName() + " " + h.getDesc());
    }
  }
}
