package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import s6j.cli.Program;

/** Rules of the code that no formatter knows, read from the bytecode of what runs natively. */
class HouseRulesTest {
  private static final int FEWEST_CLASSES = 100;
  private static final Set<String> SHARED = Set.of("posix", "formats", "cli", "dist");

  /** The command for people stands above the room that answers its questions. */
  private static final String ABOVE = "command";

  private static final String BELOW = "rc";

  /** Calls that the native build lacks, that cost too much there, or that throw to answer. */
  private static final List<String> BANNED =
      List.of(
          "java/lang/String.format",
          "java/lang/String.formatted",
          "java/lang/String.split",
          "java/lang/String.matches",
          "java/lang/String.replaceAll",
          "java/lang/String.replaceFirst",
          "java/lang/String.lines",
          "java/lang/System.out",
          "java/lang/System.err",
          "java/lang/System.in",
          "java/lang/System.getenv",
          "java/lang/System.getProperty",
          "java/lang/System.exit",
          "java/lang/Integer.parse",
          "java/lang/Long.parse",
          "java/util/regex/",
          "java/util/stream/",
          "java/time/",
          "java/util/Scanner",
          "java/util/Random",
          "java/util/StringJoiner",
          "java/security/",
          "java/io/",
          "java/nio/file/",
          "java/lang/Thread",
          "java/lang/Process");

  private final List<String> faults = new ArrayList<>();

  @Test
  void nativeCodeKeepsTheRules() throws IOException {
    TreeMap<String, byte[]> classes = nativeClasses();
    assertTrue(classes.size() >= FEWEST_CLASSES, "saw only " + classes.keySet());
    classes.forEach((name, bytes) -> new ClassReader(bytes).accept(new Rules(name), 0));
    assertEquals("", String.join("\n", new TreeSet<>(faults)));
  }

  /** The rules themselves: this class breaks them. */
  @Test
  void theRulesSeeWhatIsForbidden() throws IOException {
    String name = HouseRulesTest.class.getName().replace('.', '/') + "$Offender";
    byte[] bytes = ClassClosure.bytesOf(name, getClass().getClassLoader());
    new ClassReader(bytes).accept(new Rules(name), 0);
    assertEquals(
        List.of(
            "calls java/lang/Enum.compareTo",
            "calls java/lang/String.format",
            "catches",
            "synchronizes"),
        faults.stream()
            .map(fault -> fault.substring(fault.indexOf(' ') + 1))
            .sorted()
            .distinct()
            .toList());
  }

  @SuppressWarnings("unused")
  private static final class Offender {
    int catching(int number) {
      try {
        return 1 / number;
      } catch (ArithmeticException e) {
        return 0;
      }
    }

    /** The image has no classes of enums, by which the library would tell whether they are two. */
    int comparing(java.math.RoundingMode mode) {
      return mode.compareTo(java.math.RoundingMode.UP);
    }

    synchronized String formatting() {
      return String.format("%d", catching(1));
    }
  }

  @Test
  void everyProgramHasItsPage() {
    List<String> missing = new ArrayList<>();
    int programs = 0;
    for (Image image : Image.ALL)
      for (Program program : image.programs().get()) {
        programs++;
        Path page = Path.of("../docs/programs", program.name + ".md");
        if (!Files.exists(page)) missing.add(program.name);
      }
    assertTrue(programs > 10);
    assertEquals(List.of(), missing);
  }

  /** Class files by name: all of the suite but what runs on the JVM only. */
  static TreeMap<String, byte[]> nativeClasses() throws IOException {
    TreeMap<String, byte[]> classes = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      boolean isOfThisBuild = path.getParent() != null && path.getParent().endsWith("target");
      if (!isOfThisBuild || entry.endsWith("tests.jar") || entry.endsWith("test-classes")) continue;
      if (Files.isDirectory(path)) read(path, classes);
      else
        try (FileSystem jar = FileSystems.newFileSystem(path)) {
          read(jar.getPath("/"), classes);
        }
    }
    return classes;
  }

  private static void read(Path root, TreeMap<String, byte[]> classes) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (isNative(name)) classes.put(name.replace(".class", ""), Files.readAllBytes(file));
      }
    }
  }

  private static boolean isNative(String file) {
    if (!file.startsWith("s6j/") || !file.endsWith(".class")) return false;
    if (file.startsWith("s6j/dist/")) return file.startsWith("s6j/dist/images/");
    if (file.matches("s6j/(front|graph|client|web)/.*")) return false;
    return !file.startsWith("s6j/posix/jnr/") && !file.endsWith("package-info.class");
  }

  /** The room of a class, or null outside of rooms. */
  private static String room(String name) {
    if (!name.startsWith("s6j/")) return null;
    String room = name.split("/")[1];
    return SHARED.contains(room) ? null : room;
  }

  private final class Rules extends ClassVisitor {
    private final String name;

    Rules(String name) {
      super(Opcodes.ASM9);
      this.name = name;
    }

    private void fault(String text) {
      faults.add(name + " " + text);
    }

    private void reaches(String owner, String member) {
      String target = owner + "." + member;
      String room = room(name);
      String other = room(owner);
      if (room != null && other != null && !mayUse(room, other)) fault("imports " + owner);
      for (String banned : BANNED) if (target.startsWith(banned)) fault("calls " + banned);
    }

    private boolean mayUse(String room, String other) {
      return room.equals(other) || room.equals(ABOVE) && other.equals(BELOW);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) fault("synchronizes");
      return new Body(method);
    }

    private final class Body extends MethodVisitor {
      private final String method;

      Body(String method) {
        super(Opcodes.ASM9);
        this.method = method;
      }

      /** The compiler's own tables for switches over enums guard against renamed constants. */
      @Override
      public void visitTryCatchBlock(Label from, Label to, Label handler, String type) {
        boolean isEnumSwitch =
            method.equals("<clinit>") && "java/lang/NoSuchFieldError".equals(type);
        if (!isEnumSwitch) fault("catches");
      }

      @Override
      public void visitInsn(int opcode) {
        if (opcode == Opcodes.MONITORENTER) fault("synchronizes");
      }

      @Override
      public void visitMethodInsn(
          int opcode, String owner, String called, String descriptor, boolean isInterface) {
        reaches(owner, called);
        if (descriptor.equals("(Ljava/lang/Enum;)I")) fault("calls java/lang/Enum.compareTo");
      }

      @Override
      public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
        reaches(owner, field);
      }

      @Override
      public void visitTypeInsn(int opcode, String type) {
        reaches(type, "");
      }
    }
  }
}
