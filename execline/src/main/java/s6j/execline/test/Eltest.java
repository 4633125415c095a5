package s6j.execline.test;

import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.Posix;

/** eltest: tells whether an expression is true. */
public final class Eltest {
  private static final int FALSE = 1;

  private Eltest() {}

  public static Program declaration() {
    return new Program("eltest", null, "expression...", "tells what is true", Eltest::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    if (arguments.length < 2) return FALSE;
    Call call = new Call(posix, program, arguments);
    byte[][] words = Words.between(arguments, 1, arguments.length);
    Expression expression = new Expression(words);
    if (expression.fault() != null) return call.wrong(expression.fault());
    Facts facts = new Facts(call);
    boolean isTrue = expression.isTrue(facts);
    return facts.code() != 0 ? facts.code() : isTrue ? 0 : FALSE;
  }
}
