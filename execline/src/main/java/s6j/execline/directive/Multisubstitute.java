package s6j.execline.directive;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.execline.substitution.Substitution;
import s6j.posix.CString;
import s6j.posix.Posix;

/** multisubstitute: several directives at once. */
public final class Multisubstitute {
  private static final Program[] DIRECTIVES = {
    Define.declaration(),
    Importas.declaration(),
    Elglob.declaration(),
    Elgetpositionals.declaration(),
    Multidefine.declaration(),
  };

  private Multisubstitute() {}

  public static Program declaration() {
    return new Program(
        "multisubstitute",
        null,
        "see http://skarnet.org/software/execline/multisubstitute.html",
        "does several substitutions at once",
        Multisubstitute::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    if (arguments.length < 2) return usage(call);
    Blocks blocks = new Blocks(call, Words.between(arguments, 1, arguments.length));
    byte[][] block = blocks.read();
    if (block == null) return blocks.unterminated("unterminated block");
    if (blocks.isAtEnd()) return usage(call);
    Substitution table = new Substitution(Call.MOST_BYTES);
    for (int at = 0; at < block.length; ) {
      byte[][] words = Words.between(block, at, block.length);
      Program declaration = find(words[0]);
      if (declaration == null) return call.wrong("syntax error: unrecognized directive ", words[0]);
      Substituting directive = directive(declaration.name, call, table);
      int count = directive.read(declaration, words);
      if (count < 0) return wrong(call, directive, declaration, count);
      at += count;
    }
    return Substituting.becomes(call, table, blocks.rest());
  }

  private static int usage(Call call) {
    return call.messages.usage(call.program.usage);
  }

  private static @Nullable Program find(byte[] name) {
    for (Program one : DIRECTIVES) if (CString.is(name, one.name)) return one;
    return null;
  }

  private static Substituting directive(String name, Call call, Substitution table) {
    return switch (name) {
      case "define" -> Define.of(call, table);
      case "importas" -> Importas.of(call, table);
      case "elglob" -> Elglob.of(call, table);
      case "elgetpositionals" -> Elgetpositionals.of(call, table);
      default -> Multidefine.of(call, table);
    };
  }

  private static int wrong(Call call, Substituting directive, Program program, int what) {
    byte[] name = CString.of(program.name);
    return switch (what) {
      case Substituting.SAID -> directive.exitCode;
      case Substituting.USAGE -> call.wrong("syntax error at directive ", name);
      case Substituting.KEY -> call.wrong("wrong key for directive ", name);
      case Substituting.FAILED -> call.unable("run directive ", name, directive.error);
      default ->
          call.messages
              .fatal()
              .text("unknown error with directive ")
              .bytes(name)
              .exit(ExitCode.SYSTEM);
    };
  }
}
