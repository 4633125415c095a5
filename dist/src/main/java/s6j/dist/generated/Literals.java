package s6j.dist.generated;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * The class of an object is its address in the object's header, for which 32 bits are enough in an
 * executable that is not moved. So string literals are whole when they are linked, and nothing is
 * done for them at the start. The collector's notes in headers and on writes go with it.
 */
final class Literals {
  private static final String HEADER = "    int32_t header;\n    int32_t hash;\n";
  private static final String UNION =
      "    union { struct { int32_t header; int32_t hash; }; void* cls; };\n";
  private static final Pattern PACK = Pattern.compile("#define TEAVM_PACK_CLASS\\(cls\\) [^\\n]*");
  private static final Pattern UNPACK =
      Pattern.compile("#define TEAVM_UNPACK_CLASS\\(cls\\) [^\\n]*");
  private static final Pattern BARRIER =
      Pattern.compile(
          "inline static void teavm_gc_writeBarrier\\(void\\* object\\) \\{.*?\\n\\}",
          Pattern.DOTALL);
  private static final Pattern POOL =
      Pattern.compile("void teavm_initStringPool\\(\\) \\{.*\\n\\}", Pattern.DOTALL);

  private Literals() {}

  static void apply(GeneratedC c) throws IOException {
    c.replace("core.h", HEADER, UNION, 1);
    c.replaceAll(
        "core.h", PACK, found -> "#define TEAVM_PACK_CLASS(cls) ((int32_t) (uintptr_t) (cls))", 1);
    c.replaceAll(
        "core.h",
        UNPACK,
        found -> "#define TEAVM_UNPACK_CLASS(cls) ((TeaVM_Class*) (uintptr_t) (uint32_t) (cls))",
        1);
    c.replaceAll(
        "core.h",
        BARRIER,
        found -> "inline static void teavm_gc_writeBarrier(void* object) {\n}",
        1);
    c.replace(
        "string.h",
        "&(TeaVM_String) { \\",
        "&(TeaVM_String) { .parent = { .cls = (void*) &jl_String_Cls }, \\",
        2);
    c.replace(
        "string.h",
        ".hdr = { .size = length }",
        ".hdr = { .parent = { .cls = (void*) &Arr_C_Cls }, .size = length }",
        2);
    c.replaceAll("strings.c", POOL, found -> "", 1);
    c.replace(
        "strings.c",
        "#include \"strings.h\"",
        "#include \"strings.h\"\n#include \"arrays/primitives/char.h\"",
        1);
  }
}
