package s6j.dist.generated;

import java.io.IOException;

/**
 * The stack that TeaVM keeps beside C's, for its collector and for handlers of exceptions, goes: no
 * image has either.
 */
final class ShadowStack {
  private static final String EMPTY =
      """
      #undef TEAVM_ALLOC_STACK
      #define TEAVM_ALLOC_STACK(size) ((void) 0)
      #undef TEAVM_RELEASE_STACK
      #define TEAVM_RELEASE_STACK ((void) 0)
      #undef TEAVM_GC_ROOT
      #define TEAVM_GC_ROOT(index, pointer) ((void) 0)
      #undef TEAVM_GC_ROOT_RELEASE
      #define TEAVM_GC_ROOT_RELEASE(index) ((void) 0)
      #undef TEAVM_CALL_SITE
      #define TEAVM_CALL_SITE(id) ((void) 0)
      #undef TEAVM_WITH_CALL_SITE_ID
      #define TEAVM_WITH_CALL_SITE_ID(id, expression) (expression)
      """;

  private ShadowStack() {}

  static void apply(GeneratedC c) throws IOException {
    if (c.text("callsites.c").contains("firstHandler = &"))
      throw c.unexpected("callsites.c", "a handler of exceptions");
    c.put("callsites.c", "TeaVM_CallSite teavm_callSites[1];\n");
    c.replace("stack.h", "(teavm_callSites + id)", "teavm_callSites", 1);
    c.append("stack.h", EMPTY);
  }
}
