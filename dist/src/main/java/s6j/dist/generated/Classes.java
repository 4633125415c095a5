package s6j.dist.generated;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Nothing is written into a class: whether it is initialised is a byte elsewhere, and classes of
 * arrays are constants. Static fields lie together, those that only the initialiser of their class
 * sets apart from the others.
 */
final class Classes {
  private static final Pattern SYSTEM_INITIALISER =
      Pattern.compile("void sysinitclass_(\\w+)\\(\\) \\{\\n?(.*?)\\}\\n?", Pattern.DOTALL);

  /** What may be left out of it: zeros, the collector's roots, and numbers that it alone reads. */
  private static final Pattern NEEDLESS =
      Pattern.compile(
          "\\s*(sfld_otr_Runtime(Class|Object)_\\w+ = [^;]*"
              + "|sfld_\\w+ = (NULL|0|INT(32|64)_C\\(0\\))"
              + "|teavm_registerStaticGcRoots\\([^)]*\\));");

  private static final Pattern INITIALISE =
      Pattern.compile(
          "teavm_initializeClass\\(\\(TeaVM_Class\\*\\) &(\\w+)_Cls, &initclass_\\1\\)");
  private static final Pattern INITIALISER =
      Pattern.compile(
          "void initclass_(\\w+)\\(\\) \\{\\n"
              + "    TeaVM_Class\\* cls = \\(TeaVM_Class\\*\\) &\\1_Cls;\\n"
              + "    if \\(!\\(cls->flags & INT32_C\\(1\\)\\)\\) \\{\\n"
              + "        cls->flags \\|= INT32_C\\(1\\);");
  private static final Pattern ARRAY_CLASS =
      Pattern.compile("teavm_getArrayClass\\(\\(TeaVM_Class\\*\\) &(\\w+_Cls)\\)");

  /** What the above becomes, asked for its own class of arrays. */
  private static final Pattern NESTED =
      Pattern.compile(
          "teavm_getArrayClass\\(\\(TeaVM_Class\\*\\) \\(\\(TeaVM_Class\\*\\) &(array_\\w+)\\)\\)");

  private static final Pattern CLASS = Pattern.compile("alignas\\(8\\) \\w+ (\\w+_Cls) = \\{");
  private static final Pattern FIELD = Pattern.compile("(?m)^[\\w*]+ (sfld_\\w+);");
  private static final Pattern FUNCTION = Pattern.compile("[\\w*]+ (\\w+)\\([^;]*\\) \\{");
  private static final Pattern ASSIGNMENT = Pattern.compile("(sfld_\\w+) = ");

  /** Set at the start of each process: the system calls', the heap's, the thread's. */
  private static final Pattern OF_PROCESS = Pattern.compile("sfld_(spt|otr|jl_Thread)_.*");

  private final GeneratedC c;
  private final List<String> initialisers = new ArrayList<>();
  private final Set<String> arrays = new TreeSet<>();
  private final Map<String, Set<String>> writers = new HashMap<>();

  Classes(GeneratedC c) {
    this.c = c;
  }

  /** Short names of the classes that have an initialiser. */
  List<String> initialisers() {
    return initialisers;
  }

  /** Names of the classes of which there are arrays. */
  Set<String> arrays() {
    return arrays;
  }

  void apply() throws IOException {
    for (String file : c.ofClasses()) findWriters(c.text(file));
    for (String file : c.ofClasses()) c.put(file, rewritten(file));
    for (String file : c.ofClasses()) c.put(file, withArrayClasses(c.text(file)));
    if (initialisers.isEmpty()) throw c.unexpected("all.c", "no class that is initialised");
  }

  private void findWriters(String text) {
    String function = "";
    for (String line : text.lines().toList()) {
      Matcher begins = FUNCTION.matcher(line);
      if (begins.matches()) function = begins.group(1);
      if (function.startsWith("sysinitclass")) continue;
      Matcher assigned = ASSIGNMENT.matcher(line);
      while (assigned.find())
        writers.computeIfAbsent(assigned.group(1), first -> new HashSet<>()).add(function);
    }
  }

  private String rewritten(String file) throws IOException {
    String text = withoutSystemInitialisers(file);
    text =
        GeneratedC.replaced(
            text, INITIALISE, m -> "(image_inits." + m.group(1) + " ? (void) 0 : " + call(m) + ")");
    text = GeneratedC.replaced(text, INITIALISER, this::initialiser);
    text = GeneratedC.replaced(text, ARRAY_CLASS, this::arrayClass);
    text = GeneratedC.replaced(text, NESTED, this::arrayClass);
    return GeneratedC.replaced(text, FIELD, this::field);
  }

  private static String call(MatchResult found) {
    return "initclass_" + found.group(1) + "()";
  }

  private String withoutSystemInitialisers(String file) throws IOException {
    Matcher found = SYSTEM_INITIALISER.matcher(c.text(file));
    while (found.find()) {
      String left = NEEDLESS.matcher(found.group(2)).replaceAll("").strip();
      if (!left.isEmpty()) throw c.unexpected(file, found.group(1) + " begins with " + left);
    }
    return found.replaceAll("");
  }

  private String initialiser(MatchResult found) {
    String name = found.group(1);
    initialisers.add(name);
    return "void initclass_"
        + name
        + "() {\n    if (!image_inits."
        + name
        + ") {\n        image_inits."
        + name
        + " = 1;";
  }

  private String arrayClass(MatchResult found) {
    arrays.add(found.group(1));
    return "((TeaVM_Class*) &array_" + found.group(1) + ")";
  }

  private String field(MatchResult found) {
    String name = found.group(1);
    boolean isConstant =
        !OF_PROCESS.matcher(name).matches()
            && writers.getOrDefault(name, Set.of()).stream()
                .allMatch(writer -> writer.contains("__clinit_"));
    return (isConstant ? "IMAGE_COLD " : "IMAGE_HOT ") + found.group();
  }

  private String withArrayClasses(String text) throws IOException {
    Matcher type = CLASS.matcher(text);
    StringBuilder changed = new StringBuilder(text);
    List<MatchResult> types = type.results().toList();
    for (int i = types.size() - 1; i >= 0; i--) {
      String name = types.get(i).group(1);
      if (!arrays.contains(name)) continue;
      String member = ".arrayType = ";
      int at = changed.indexOf(member, types.get(i).end()) + member.length();
      if (!changed.substring(at).startsWith("NULL"))
        throw c.unexpected(name, "its class of arrays");
      changed.replace(at, at + "NULL".length(), "(TeaVM_Class*) &array_" + name);
    }
    return changed.toString();
  }
}
