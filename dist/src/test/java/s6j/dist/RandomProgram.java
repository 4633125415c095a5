package s6j.dist;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A Java class of random methods, to try the native compiler with: arithmetic, casts, shifts,
 * switches over an enum, records behind a sealed interface, lambdas, loops, arrays, collections and
 * text, but nothing that is known to differ (try blocks, unmasked shifts, divisors below 1).
 */
final class RandomProgram {
  static final String NAME = "s6j.generated.Generated";
  static final int METHODS = 120;

  private static final String[] OPERATORS = {"+", "-", "*", "&", "|", "^"};
  private static final List<String> VARIABLES = List.of("a", "b", "c", "e");

  /** Declared before the random methods; {@code main} writes a line for each method and input. */
  private static final String HEAD =
      """
      package s6j.generated;

      import java.util.ArrayDeque;
      import java.util.Map;
      import java.util.TreeMap;
      import s6j.cli.Output;
      import s6j.posix.tea.NativePosix;

      public final class Generated {
        enum Color { RED, GREEN, BLUE, GREY }
        sealed interface Shape permits Square, Ring { int area(); }
        record Square(int side) implements Shape {
          public int area() { return side * side; }
        }
        record Ring(int outer, int inner) implements Shape {
          public int area() { return outer * 3 + inner; }
        }
        public static void main(String[] args) {
          NativePosix posix = new NativePosix(args.length);
          Output output = new Output(posix, 1, 65536);
          print(output);
          posix.exit(-output.flush());
        }
        public static void print(Output output) {
          int seed = 12345;
          for (int method = 0; method < METHODS; method++)
            for (int input = 0; input < 60; input++) {
              seed = seed * 1103515245 + 12345;
              int other = seed * 69069 + 1;
              int a = input < 8 ? input - 4 : seed;
              int b = input % 5 == 0 ? other >> 24 : other;
              output.text(run(method, a, b)).line();
            }
        }
      """
          .replace("METHODS", String.valueOf(METHODS));

  private static final String LOCALS =
      """
          int c = a ^ b;
          int e = a + 7;
          int[] numbers = new int[16];
          byte[] bytes = new byte[16];
          ArrayDeque<Integer> queue = new ArrayDeque<>();
          long sum = 1;
          StringBuilder text = new StringBuilder();
          TreeMap<Integer, Integer> map = new TreeMap<>();
          Shape shape = new Square(1);
      """;

  private static final String RESULT =
      """
          long hash = sum;
          for (int x : numbers) hash = hash * 31 + x;
          for (int x : bytes) hash = hash * 31 + x;
          for (int x : queue) hash += x;
          for (Map.Entry<Integer, Integer> m : map.entrySet())
            hash = hash * 7 + m.getKey() * 3 + m.getValue();
          if (shape instanceof Ring ring) hash += ring.inner();
          return hash + "," + a + "," + b + "," + c + "," + e + "," + text + "," + shape.area();
        }
      """;

  private final Random random;

  private RandomProgram(long seed) {
    random = new Random(seed);
  }

  /** The source of the class {@link #NAME}. */
  static String source(long seed) {
    return new RandomProgram(seed).program();
  }

  private String program() {
    StringBuilder source = new StringBuilder(HEAD);
    for (int i = 0; i < METHODS; i++) {
      source.append("  static String method").append(i).append("(int a, int b) {\n");
      source.append(LOCALS);
      statements(3).forEach(line -> source.append("    ").append(line).append('\n'));
      source.append(RESULT);
    }
    source.append("  static String run(int method, int a, int b) {\n    switch (method) {\n");
    for (int i = 0; i < METHODS; i++)
      source.append("      case " + i + ": return method" + i + "(a, b);\n");
    return source.append("      default: return \"\";\n    }\n  }\n}\n").toString();
  }

  private List<String> statements(int depth) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(3) + 2; i > 0; i--) lines.addAll(statement(depth));
    return lines;
  }

  private List<String> statement(int depth) {
    String v = variable();
    String w = variable();
    return switch (random.nextInt(depth > 0 ? 13 : 10)) {
      case 0, 1 -> List.of(v + " = (int) (" + expression(3) + ");");
      case 2 -> List.of("numbers[" + v + " & 15] += " + expression(2) + ";");
      case 3 ->
          List.of(
              "bytes[" + v + " & 15] = (byte) (" + expression(2) + ");",
              v + " ^= bytes[" + w + " & 15];");
      case 4 ->
          List.of("sum = sum * 31 + ((long) " + v + " << (" + w + " & 40)) / " + divisor(1) + ";");
      case 5 ->
          List.of(
              "text.append((char) (97 + (" + v + " & 15))).append(" + v + ");",
              "if (text.length() > 40) text.setLength(" + v + " & 7);");
      case 6 ->
          List.of(
              v + " += text.toString().hashCode() + text.indexOf(\"b\");",
              v + " -= Integer.signum(text.toString().compareTo(\"mm\"));");
      case 7 -> List.of("map.merge(" + v + " & 31, " + w + ", (x, y) -> x * 17 + y);");
      case 8 ->
          List.of(
              "queue.addLast(" + v + ");",
              "if (queue.size() > 5) " + v + " -= queue.removeFirst();");
      case 9 ->
          List.of(
              "shape = ("
                  + v
                  + " & 1) == 0 ? new Square("
                  + w
                  + ") : new Ring("
                  + w
                  + ", "
                  + v
                  + ");",
              v + " += shape.area();");
      case 10 -> loop(depth, v);
      case 11 -> branch(depth);
      default -> List.of(choice(v));
    };
  }

  private List<String> loop(int depth, String v) {
    String counter = "i" + depth;
    int times = random.nextInt(5) + 2;
    List<String> lines = new ArrayList<>();
    lines.add(
        "for (int " + counter + " = 0; " + counter + " < " + times + "; " + counter + "++) {");
    lines.addAll(statements(depth - 1));
    String jump = random.nextBoolean() ? "break" : "continue";
    lines.add("if ((" + v + " & 7) == " + random.nextInt(8) + ") " + jump + ";");
    lines.add("}");
    return lines;
  }

  private List<String> branch(int depth) {
    List<String> lines = new ArrayList<>();
    lines.add("if (" + expression(1) + " < " + expression(1) + ") {");
    lines.addAll(statements(depth - 1));
    lines.add("} else {");
    lines.addAll(statements(depth - 1));
    lines.add("}");
    return lines;
  }

  private String choice(String v) {
    return v
        + (" = switch (Color.values()[" + v + " & 3]) {\n")
        + ("      case RED -> " + expression(1) + ";\n")
        + ("      case GREEN -> { int t = " + expression(1) + "; yield t ^ " + v + "; }\n")
        + "      case BLUE -> (int) (sum >>> 7);\n"
        + ("      case GREY -> numbers[" + v + " & 15];\n    };");
  }

  private String expression(int depth) {
    if (depth == 0 || random.nextInt(5) == 0) return leaf();
    String a = expression(depth - 1);
    String b = expression(depth - 1);
    int kind = random.nextInt(100);
    if (kind < 50) return "(" + a + " " + OPERATORS[random.nextInt(6)] + " " + b + ")";
    if (kind < 60) return "(" + a + " << (" + b + " & 31))";
    if (kind < 70) return "(" + a + " >>> (" + b + " & 31))";
    if (kind < 78) return "(" + a + " >> (" + b + " & 31))";
    if (kind < 84) return "(" + a + " / " + divisor(depth - 1) + ")";
    if (kind < 90) return "(" + a + " % " + divisor(depth - 1) + ")";
    if (kind < 94) return "(byte) (" + a + ")";
    if (kind < 97) return "((char) (" + a + ") + (short) (" + b + "))";
    return "(" + a + " > " + b + " ? " + b + " : " + a + ")";
  }

  /** Positive. */
  private String divisor(int depth) {
    return "(" + expression(depth) + " & 0x3ffffff | 1)";
  }

  private String leaf() {
    return switch (random.nextInt(6)) {
      case 0 -> "(" + random.nextInt() + ")";
      case 1 -> "(" + (random.nextInt(19) - 9) + ")";
      default -> variable();
    };
  }

  private String variable() {
    return VARIABLES.get(random.nextInt(VARIABLES.size()));
  }
}
