package s6j.svc.service;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.talk.WaitGoal;

/** The options that s6-svwait, s6-svlisten and s6-svlisten1 have in common. */
final class WaitOptions {
  private static final Option[] GOALS = {
    Option.flag('u', "wait until it is up (default)"),
    Option.flag('U', "wait until it is up and ready"),
    Option.flag('d', "wait until it is down"),
    Option.flag('D', "wait until it is down and its finish script is over"),
    Option.flag('r', "wait until it has been down and is up again"),
    Option.flag('R', "wait until it has been down and is up and ready again")
  };
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "give up after this many milliseconds; 0 is never").number();
  private static final Option ALL = Option.flag('a', "wait for all services (default)");
  private static final Option ANY = Option.flag('o', "wait for one of the services");

  final WaitGoal goal;
  final long timeoutMillis;
  boolean any;

  WaitOptions(Line line) {
    Option last = line.last(GOALS);
    goal = last == null ? WaitGoal.UP : WaitGoal.of(last.letter);
    timeoutMillis = line.number(TIMEOUT, 0);
    any = line.chose(ANY, ALL);
  }

  static Program declare(Program program) {
    return program.options(GOALS).options(TIMEOUT);
  }

  static Program declareChoice(Program program) {
    return program.options(ALL, ANY);
  }
}
