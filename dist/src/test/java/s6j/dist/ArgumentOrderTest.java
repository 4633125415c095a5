package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/**
 * The C backend makes one expression of a call and of the calls that give its arguments, and C
 * evaluates those in any order: {@code pair(from.next(), from.next())} is right on the JVM and
 * swapped natively. So of the arguments of a call one at most is a call that changes something.
 */
class ArgumentOrderTest {
  private final Map<String, MethodNode> methods = new TreeMap<>();
  private final Set<String> changing = new HashSet<>();
  private final Set<String> faults = new TreeSet<>();

  @Test
  void oneArgumentAtMostChangesSomething() throws IOException, AnalyzerException {
    TreeMap<String, byte[]> classes = HouseRulesTest.nativeClasses();
    List<ClassNode> nodes = new ArrayList<>();
    for (byte[] bytes : classes.values()) nodes.add(node(bytes));
    judge(nodes);
    assertTrue(methods.size() > 1000, "saw only " + methods.size());
    assertEquals("", String.join("\n", faults));
  }

  @Test
  void aWrongOneIsFound() throws IOException, AnalyzerException {
    String name = ArgumentOrderTest.class.getName().replace('.', '/') + "$Offender";
    judge(List.of(node(ClassClosure.bytesOf(name, getClass().getClassLoader()))));
    assertEquals(Set.of("ArgumentOrderTest$Offender.wrong: next, next"), faults);
  }

  @SuppressWarnings("unused")
  private static final class Offender {
    private int last;

    int next() {
      return ++last;
    }

    int last() {
      return last;
    }

    int wrong() {
      return Math.max(next(), next());
    }

    int right() {
      int first = next();
      return Math.max(first, next()) + Math.max(last(), last());
    }
  }

  private static ClassNode node(byte[] bytes) {
    ClassNode node = new ClassNode();
    new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG);
    return node;
  }

  private void judge(List<ClassNode> nodes) throws AnalyzerException {
    for (ClassNode node : nodes)
      for (MethodNode method : node.methods)
        methods.put(node.name + "." + method.name + method.desc, method);
    for (boolean more = true; more; ) {
      more = false;
      for (Map.Entry<String, MethodNode> entry : methods.entrySet())
        if (!changing.contains(entry.getKey()) && changes(entry.getValue()))
          more = changing.add(entry.getKey());
    }
    for (ClassNode node : nodes) for (MethodNode method : node.methods) look(node.name, method);
  }

  /** Whether it writes to what was there before, or calls what does. */
  private boolean changes(MethodNode method) {
    boolean makes = method.name.equals("<init>");
    for (AbstractInsnNode instruction : method.instructions) {
      int code = instruction.getOpcode();
      if (code == Opcodes.PUTSTATIC || code == Opcodes.PUTFIELD && !makes) return true;
      if (instruction instanceof MethodInsnNode call && changing.contains(key(call))) return true;
    }
    return false;
  }

  private static String key(MethodInsnNode call) {
    return call.owner + "." + call.name + call.desc;
  }

  private Stream<String> changingCall(AbstractInsnNode source) {
    return source instanceof MethodInsnNode call && changing.contains(key(call))
        ? Stream.of(call.name)
        : Stream.empty();
  }

  private void look(String owner, MethodNode method) throws AnalyzerException {
    Frame<SourceValue>[] frames = new Analyzer<>(new SourceInterpreter()).analyze(owner, method);
    for (int i = 0; i < frames.length; i++)
      if (method.instructions.get(i) instanceof MethodInsnNode call && frames[i] != null)
        look(owner, method, call, frames[i]);
  }

  private void look(String owner, MethodNode method, MethodInsnNode call, Frame<SourceValue> at) {
    List<String> found = new ArrayList<>();
    int words = Type.getArgumentTypes(call.desc).length;
    for (int i = at.getStackSize() - words; i < at.getStackSize(); i++)
      at.getStack(i).insns.stream().flatMap(this::changingCall).findFirst().ifPresent(found::add);
    String where = owner.substring(owner.lastIndexOf('/') + 1) + "." + method.name;
    if (found.size() > 1) faults.add(where + ": " + String.join(", ", found));
  }
}
