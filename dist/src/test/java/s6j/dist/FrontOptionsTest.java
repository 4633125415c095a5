package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Each option and operand of the s6j command is a field that some code of its reads. */
class FrontOptionsTest {
  private static final int FEWEST = 25;
  private static final String OPTION = "Lpicocli/CommandLine$Option;";
  private static final String PARAMETERS = "Lpicocli/CommandLine$Parameters;";

  private final TreeSet<String> declared = new TreeSet<>();
  private final TreeSet<String> read = new TreeSet<>();

  @Test
  void noOptionIsForgotten() throws Exception {
    Path front =
        Path.of(
            Class.forName("s6j.front.S6j")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    look(front);
    assertTrue(declared.size() >= FEWEST, "saw only " + declared);
    declared.removeAll(read);
    assertEquals("", String.join("\n", declared));
  }

  private void look(Path front) throws IOException {
    if (Files.isDirectory(front)) lookBelow(front);
    else
      try (FileSystem jar = FileSystems.newFileSystem(front)) {
        lookBelow(jar.getPath("/"));
      }
  }

  private void lookBelow(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList())
        new ClassReader(Files.readAllBytes(file)).accept(new Fields(), 0);
    }
  }

  private final class Fields extends ClassVisitor {
    private String name;

    Fields() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version, int access, String own, String signature, String parent, String[] interfaces) {
      name = own;
    }

    @Override
    public FieldVisitor visitField(
        int access, String field, String descriptor, String signature, Object value) {
      return new FieldVisitor(Opcodes.ASM9) {
        @Override
        public AnnotationVisitor visitAnnotation(String type, boolean visible) {
          if (!type.equals(OPTION) && !type.equals(PARAMETERS)) return null;
          declared.add(name + "." + field);
          return new Help(name + "." + field);
        }
      };
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String method, String descriptor, String signature, String[] exceptions) {
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          if (opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC)
            read.add(owner + "." + field);
        }
      };
    }
  }

  /** The library itself reads what asks for help, or for the version. */
  private final class Help extends AnnotationVisitor {
    private static final Set<String> ASKS = Set.of("usageHelp", "versionHelp");

    private final String field;

    Help(String field) {
      super(Opcodes.ASM9);
      this.field = field;
    }

    @Override
    public void visit(String name, Object value) {
      if (ASKS.contains(name) && value.equals(true)) read.add(field);
    }
  }
}
