package s6j.dist.generated;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The runtime of an image, {@code image.c}, in place of TeaVM's: it calls Java's main, hands out
 * memory, and while the image is made writes the snapshot. The files are put in the order in which
 * they are used, so that few pages are read.
 */
final class Runtime {
  private static final String TEMPLATE = "image.c";

  /** Starts an image again in the process that is there; in images that have this class. */
  private static final String FUSE = "fuse.c";

  private static final String FUSES = "classes/s6j/posix/tea/NativeFusion.c";

  /** Copies lines; in images that have this class. */
  private static final String LINES = "lines.c";

  private static final String COPIES = "classes/s6j/posix/tea/NativeLines.c";

  /** Classes of arrays that are made at run time: none, as all are constants. */
  private static final String POOL = "TEAVM_DYNAMIC_CLASS_POOL_CAPACITY";

  /** The files that nothing needs any more. */
  private static final Set<String> DROPPED =
      Set.of(
          "date.c",
          "fiber.c",
          "file.c",
          "heapdump.c",
          "heaptrace.c",
          "log.c",
          "main.c",
          "memory.c",
          "proxy.c",
          "reflection_signatures.c",
          "references.c",
          "resource.c",
          "stringhash.c",
          "time.c",
          "virtcall.c");

  /** Beginnings of files, those that are seldom used first. */
  private static final List<String> ORDER =
      List.of(
          "classes/java|arrays|primitives",
          "classes/s6j/formats",
          "classes/s6j/cli",
          "classes/s6j/posix",
          "classes/org|[^/]*$");

  /** What cannot be initialised before the process is there. */
  private static final Pattern OF_PROCESS = Pattern.compile("(spt|otr|otbcr)_.*");

  private static final Pattern VIRTUAL = Pattern.compile("\\.virt_\\w+ = &\\w+");

  /** Where TeaVM's first fiber calls the main method. */
  private static final String FIBER = "classes/org/teavm/runtime/Fiber.c";

  private static final Pattern MAIN = Pattern.compile(", (meth_\\w+_main)\\(");
  private static final Pattern INCLUDE = Pattern.compile("#include [^\\n]*");

  private final GeneratedC c;
  private final Classes classes;

  Runtime(GeneratedC c, Classes classes) {
    this.c = c;
    this.classes = classes;
  }

  /** {@code heapBytes} is the most that the heap may have. */
  void apply(long heapBytes) throws IOException {
    c.append("runtime.h", "#include \"image.h\"\n");
    c.put("image.h", header());
    c.put(TEMPLATE, source(heapBytes));
    c.put("all.c", all());
    c.put("snapshot.c", template("snapshot.c"));
    c.put("heap.c", template("heap.c"));
    c.put(FUSE, template(FUSE));
    c.put(LINES, template(LINES));
    c.replace("arrayclass.c", POOL, "8", 2);
    c.replace(
        "memory.h",
        "extern void teavm_initStaticGcRoots();",
        "extern void teavm_initStaticGcRoots();\nextern void teavm_gc_addPiece(int64_t);",
        1);
  }

  private String header() {
    return """
        #pragma once
        #include "classes/java/lang/Object.h"
        #define IMAGE_HOT __attribute__((section("hot")))
        #define IMAGE_COLD __attribute__((section(".data.rel.ro.cold")))
        extern struct { char %s; } image_inits;
        extern int32_t image_mayBecome(char* file, char** words, char** variables);
        extern void image_become(char* file, char** words, char** variables, int32_t highest);
        extern int64_t* image_file(void);
        extern void image_begin(void);
        extern void image_forget(char* from, int64_t size);
        extern int32_t image_forkSharing(void) __attribute__((returns_twice));
        extern int64_t image_call(int64_t number, int64_t a, int64_t b, int64_t c, int64_t d, int64_t e);
        extern int64_t image_copyLines(char* head, int32_t headLength, char* source, int32_t size,
            int32_t longest, char* target, int32_t room);
        """
            .formatted(String.join(", ", classes.initialisers()))
        + classes.arrays().stream()
            .map(type -> "extern jl_Object_VT array_" + type + ";\n")
            .collect(Collectors.joining());
  }

  private String source(long heapBytes) throws IOException {
    return lines("main.c", INCLUDE)
        + template(TEMPLATE)
            .replace("@ARRAYS@", arrays())
            .replace("@INITIALISE@", initialisers())
            .replace("@HEAP@", Long.toString(heapBytes))
            .replace("@MAIN@", main());
  }

  private String lines(String file, Pattern pattern) throws IOException {
    return pattern
        .matcher(c.text(file))
        .results()
        .map(m -> m.group() + "\n")
        .collect(Collectors.joining());
  }

  private String arrays() throws IOException {
    Matcher methods = VIRTUAL.matcher(c.text("classes/java/lang/Object.c"));
    String object = methods.results().map(m -> m.group()).collect(Collectors.joining(", "));
    if (object.isEmpty()) throw c.unexpected("classes/java/lang/Object.c", "no virtual methods");
    return classes.arrays().stream()
        .map(type -> "ARRAY_CLASS(" + type + ", " + arraysOfArrays(type) + ", " + object + ")\n")
        .collect(Collectors.joining());
  }

  private String arraysOfArrays(String type) {
    String name = "array_" + type;
    return classes.arrays().contains(name) ? "(TeaVM_Class*) &array_" + name : "NULL";
  }

  private String initialisers() {
    return classes.initialisers().stream()
        .filter(name -> !OF_PROCESS.matcher(name).matches())
        .map(name -> "    initclass_" + name + "();\n")
        .collect(Collectors.joining());
  }

  private String main() throws IOException {
    List<MatchResult> found = MAIN.matcher(c.text(FIBER)).results().toList();
    if (found.size() != 1) throw c.unexpected(FIBER, found.size() + " calls of a main method");
    return found.get(0).group(1);
  }

  private String all() throws IOException {
    List<String> known = c.included();
    if (!known.containsAll(DROPPED)) throw c.unexpected("all.c", "without one of " + DROPPED);
    StringBuilder all =
        new StringBuilder(
            "#define _GNU_SOURCE\n#include \"runtime.h\"\n"
                + "IMAGE_COLD _Alignas(16) char image_coldBegin[16];\n");
    for (int place = 0; place <= ORDER.size(); place++)
      for (String file : known)
        if (!DROPPED.contains(file) && place(file) == place)
          all.append("#include \"").append(file).append("\"\n");
    boolean fuses = known.contains(FUSES);
    if (fuses) all.append("#define FUSES\n");
    include(all, TEMPLATE);
    if (fuses) include(all, FUSE);
    if (known.contains(COPIES)) include(all, LINES);
    return all.toString();
  }

  private static void include(StringBuilder all, String own) {
    all.append("#include \"").append(own).append("\"\n");
  }

  private static int place(String file) {
    for (int i = 0; i < ORDER.size(); i++)
      if (Pattern.compile(ORDER.get(i)).matcher(file).lookingAt()) return i + 1;
    return 0;
  }

  static String template(String name) throws IOException {
    try (InputStream text = Runtime.class.getResourceAsStream(name)) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
