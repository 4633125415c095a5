package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import s6j.cli.Option;
import s6j.cli.Program;

/**
 * An option is a static field, alone or in an array, which is listed by a declaration or by such an
 * array, and read by code besides; what that code asks of the command line is not dropped. One that
 * means nothing is declared as such.
 */
class OptionsHaveEffectsTest {
  private static final int LEAST = 100;
  private static final String CLI = "s6j/cli/";
  private static final Set<String> FIELDS = Set.of("Ls6j/cli/Option;", "[Ls6j/cli/Option;");

  private final Set<String> fields = new TreeSet<>();
  private final Set<String> declared = new HashSet<>();
  private final Set<String> asked = new HashSet<>();
  private final Set<String> faults = new TreeSet<>();

  @Test
  void everyOptionIsDeclaredAndAskedFor() throws IOException {
    TreeMap<String, byte[]> classes = HouseRulesTest.nativeClasses();
    classes.keySet().removeIf(name -> name.startsWith(CLI));
    classes.forEach((name, bytes) -> new ClassReader(bytes).accept(new Reader(name), 0));
    tellOfFields();
    assertEquals("", String.join("\n", faults));
    assertTrue(fields.size() >= LEAST, "only " + fields.size());
  }

  /** The rules themselves: this class breaks them. */
  @Test
  void theTestSeesWhatHasNoEffect() throws IOException {
    String name = OptionsHaveEffectsTest.class.getName().replace('.', '/') + "$Offender";
    byte[] bytes = ClassClosure.bytesOf(name, getClass().getClassLoader());
    new ClassReader(bytes).accept(new Reader(name), 0);
    tellOfFields();
    assertEquals(
        List.of(
            "FORGOTTEN is in no declaration",
            "MUTE is asked for by nothing",
            "drop drops what Line.has answers",
            "run makes an option for itself"),
        faults.stream().map(fault -> fault.substring(fault.indexOf(' ') + 1)).sorted().toList());
  }

  @SuppressWarnings("unused")
  private static final class Offender {
    private static final Option MUTE = Option.flag('m', "nobody asks for it");
    private static final Option FORGOTTEN = Option.flag('f', "it cannot be given");
    private static final Option FLAG = Option.flag('g', "what it says is dropped");

    static Program declare(Program program) {
      return program.options(MUTE, FLAG).ignoring(Option.flag('i', "without effect"));
    }

    static void run(Program program, s6j.cli.Line line) {
      program.options(Option.flag('o', "nobody can ask for it"));
      drop(line.has(FORGOTTEN) ? null : line);
    }

    static void drop(s6j.cli.Line line) {
      line.has(FLAG);
    }
  }

  @Test
  void noProgramDeclaresALetterOrNameTwice() {
    List<String> twice = new ArrayList<>();
    for (Image image : Image.ALL)
      for (Program program : image.programs().get()) {
        Map<String, Option> seen = new HashMap<>();
        for (Option option : program.options()) {
          if (option.hasLetter() && seen.put("-" + option.letter, option) != null)
            twice.add(program.name + " -" + option.letter);
          if (option.longName != null && seen.put("--" + option.longName, option) != null)
            twice.add(program.name + " --" + option.longName);
        }
      }
    assertEquals(List.of(), twice);
  }

  private void tellOfFields() {
    for (String field : fields) {
      if (!declared.contains(field)) faults.add(field + " is in no declaration");
      if (!asked.contains(field)) faults.add(field + " is asked for by nothing");
    }
  }

  private final class Reader extends ClassVisitor {
    private final String name;

    Reader(String name) {
      super(Opcodes.ASM9);
      this.name = name;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      return new Body(name, method);
    }
  }

  /**
   * Fields that are read before a list of options is passed on are declared by it. An option that a
   * static initializer puts into an array is asked for by the array.
   */
  private final class Body extends MethodVisitor {
    private final String owner;
    private final String method;
    private final Set<String> pending = new HashSet<>();
    private int made;
    private String answer;

    Body(String owner, String method) {
      super(Opcodes.ASM9);
      this.owner = owner;
      this.method = method;
    }

    @Override
    public void visitFieldInsn(int opcode, String of, String field, String descriptor) {
      answer = null;
      if (!FIELDS.contains(descriptor)) return;
      String full = of + " " + field;
      if (opcode == Opcodes.PUTSTATIC) {
        fields.add(full);
        made = 0;
      }
      if (opcode == Opcodes.GETSTATIC) pending.add(full);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String of, String called, String descriptor, boolean isInterface) {
      answer = of.equals(CLI + "Line") && !descriptor.endsWith(")V") ? "Line." + called : null;
      if (of.equals(CLI + "Option") && (called.equals("flag") || called.equals("value"))) made++;
      if (!of.equals(CLI + "Program")) return;
      boolean isIgnored = called.equals("ignoring");
      if (!isIgnored && !called.equals("options")) return;
      if (made > 0 && !isIgnored) faults.add(owner + " " + method + " makes an option for itself");
      made = 0;
      declared.addAll(pending);
      pending.clear();
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.AASTORE && method.equals("<clinit>")) made = 0;
      boolean isDropped = opcode == Opcodes.POP || opcode == Opcodes.POP2;
      boolean mayBe = answer == null || answer.equals("Line.judge") || answer.equals("Line.usage");
      if (isDropped && !mayBe)
        faults.add(owner + " " + method + " drops what " + answer + " answers");
      answer = null;
    }

    @Override
    public void visitEnd() {
      (method.equals("<clinit>") ? declared : asked).addAll(pending);
      if (made > 0) faults.add(owner + " " + method + " makes an option for itself");
    }
  }
}
