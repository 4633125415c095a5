package s6j.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The size of methods, classes and packages of main code, and who uses whom, by the sources. */
class ShapeTest {
  private static final int FEWEST_FILES = 500;
  private static final int MOST_LINES = 40;
  private static final int MOST_FIELDS = 20;
  private static final int MOST_FILES = 40;

  /**
   * Names that two files may have: package-info has to, and a machine's answer is one in each room.
   */
  private static final Set<String> SHARED_NAMES = Set.of("Step.java", "package-info.java");

  /** What others call has the names of what it is; they see nothing else of ours. */
  private static final String FOR_OTHERS = "\\.\\./(client|junit)/.*";

  private static final Map<Path, CompilationUnitTree> UNITS = new TreeMap<>();
  private static SourcePositions positions;

  @BeforeAll
  static void parse() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(".."));
        StandardJavaFileManager manager =
            ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
      List<Path> sources =
          files
              .filter(file -> file.toString().matches("\\.\\./[^/]+/src/main/java/.*\\.java"))
              .toList();
      JavacTask task =
          (JavacTask)
              ToolProvider.getSystemJavaCompiler()
                  .getTask(
                      null,
                      manager,
                      null,
                      List.of("-proc:none"),
                      null,
                      manager.getJavaFileObjectsFromPaths(sources));
      positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse())
        UNITS.put(Path.of(unit.getSourceFile().getName()), unit);
    }
    assertTrue(UNITS.size() >= FEWEST_FILES, UNITS.size() + " files seen");
  }

  @Test
  void noMethodIsLongButTables() {
    TreeSet<String> tooLong = new TreeSet<>();
    for (CompilationUnitTree unit : UNITS.values())
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
          if (method.getBody() != null && !isTable(method.getBody())) {
            long lines = line(unit, method, true) - line(unit, method.getBody(), false) + 1;
            if (lines > MOST_LINES)
              tooLong.add(unit.getSourceFile().getName() + " " + method.getName() + ": " + lines);
          }
          return super.visitMethod(method, nothing);
        }
      }.scan(unit, null);
    assertEquals(Set.of(), tooLong);
  }

  private static long line(CompilationUnitTree unit, Tree tree, boolean end) {
    long place =
        end ? positions.getEndPosition(unit, tree) : positions.getStartPosition(unit, tree);
    return unit.getLineMap().getLineNumber(place);
  }

  /** A body that is one switch, or the return of one. */
  private static boolean isTable(BlockTree body) {
    if (body.getStatements().size() != 1) return false;
    StatementTree only = body.getStatements().get(0);
    return only instanceof SwitchTree
        || only instanceof ReturnTree answer
            && answer.getExpression() instanceof SwitchExpressionTree;
  }

  @Test
  void noClassHasManyFields() {
    TreeSet<String> many = new TreeSet<>();
    for (CompilationUnitTree unit : UNITS.values())
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitClass(ClassTree type, Void nothing) {
          long fields =
              type.getMembers().stream()
                  .filter(member -> member instanceof VariableTree field && isOfObject(field))
                  .count();
          if (fields > MOST_FIELDS) many.add(type.getSimpleName().toString());
          return super.visitClass(type, nothing);
        }
      }.scan(unit, null);
    assertEquals(Set.of(), many);
  }

  @Test
  void oneNameIsOneThing() {
    Map<String, Long> names =
        UNITS.keySet().stream()
            .filter(file -> !file.toString().matches(FOR_OTHERS))
            .collect(
                Collectors.groupingBy(
                    file -> file.getFileName().toString(), Collectors.counting()));
    names.values().removeIf(count -> count == 1);
    assertEquals(SHARED_NAMES, names.keySet());
  }

  /** What an exit code means is said by its name. */
  @Test
  void exitCodesHaveNames() {
    TreeSet<String> bare = new TreeSet<>();
    for (CompilationUnitTree unit : UNITS.values())
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
          if (call.getMethodSelect().toString().endsWith(".exit")
              && !call.getArguments().isEmpty()
              && call.getArguments().get(0) instanceof LiteralTree code
              && code.getValue() instanceof Integer number
              && number > 98) bare.add(unit.getSourceFile().getName() + ": " + code);
          return super.visitMethodInvocation(call, nothing);
        }
      }.scan(unit, null);
    assertEquals(Set.of(), bare);
  }

  private static boolean isOfObject(VariableTree field) {
    return !field.getModifiers().getFlags().contains(Modifier.STATIC);
  }

  @Test
  void noPackageIsCrowdedAndEachSaysWhatItIsFor() throws IOException {
    Map<Path, Long> packages =
        UNITS.keySet().stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
    TreeSet<String> faults = new TreeSet<>();
    packages.forEach(
        (directory, files) -> {
          if (files > MOST_FILES) faults.add(directory + ": " + files + " files");
          if (!Files.exists(directory.resolve("package-info.java")))
            faults.add(directory + ": no package-info.java");
        });
    assertEquals(Set.of(), faults);
  }

  /** What is left when packages that use none of the others are taken away again and again. */
  @Test
  void packagesDoNotUseEachOtherInCircles() {
    TreeMap<String, TreeSet<String>> uses = new TreeMap<>();
    for (CompilationUnitTree unit : UNITS.values())
      uses.computeIfAbsent(unit.getPackageName().toString(), own -> new TreeSet<>());
    for (CompilationUnitTree unit : UNITS.values())
      for (ImportTree one : unit.getImports()) {
        String own = unit.getPackageName().toString();
        String used = packageOf(one.getQualifiedIdentifier().toString());
        if (uses.containsKey(used) && !used.equals(own)) uses.get(own).add(used);
      }
    assertTrue(uses.values().stream().mapToInt(TreeSet::size).sum() > 100, uses.toString());
    while (uses.values().removeIf(TreeSet::isEmpty))
      uses.values().forEach(used -> used.retainAll(uses.keySet()));
    assertEquals(Map.of(), uses);
  }

  private static String packageOf(String imported) {
    return imported.replaceFirst("\\.[A-Z*].*", "");
  }
}
