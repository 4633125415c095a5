package s6j.front.convert;

import java.io.IOException;
import java.util.List;
import s6j.front.definition.Condition;
import s6j.front.run.Running;
import s6j.front.shell.Sh;

/** Conditions as shell expressions; both moments look by the same one. */
public final class ConditionScript {
  private ConditionScript() {}

  /** A command of /bin/sh that succeeds if the condition holds. */
  public static String expression(Condition condition) {
    String positive = positive(condition.test(), condition.operand());
    return condition.negated() ? "! " + positive : positive;
  }

  private static String positive(Condition.Test test, String operand) {
    String word = Sh.quote(operand);
    return switch (test) {
      case PATH_EXISTS -> "[ -e " + word + " ]";
      case DIRECTORY_EXISTS -> "[ -d " + word + " ]";
      case DIRECTORY_NOT_EMPTY -> "[ -n \"$(ls -A " + word + " 2>/dev/null)\" ]";
      case EXECUTABLE -> "command -v " + word + " >/dev/null 2>&1";
      case VARIABLE -> variable(operand);
      case HOST -> "[ \"$(uname -n)\" = " + word + " ]";
      case USER -> "[ \"$(id -un)\" = " + word + " ]";
      case COMMAND -> "/bin/sh -c " + word + " </dev/null >/dev/null 2>&1";
    };
  }

  private static String variable(String operand) {
    int equals = operand.indexOf('=');
    if (equals < 0) return "[ \"${" + operand + "+set}\" ]";
    String value = Sh.quote(operand.substring(equals + 1));
    return "[ \"${" + operand.substring(0, equals) + "-}\" = " + value + " ]";
  }

  /** Looks now. */
  static boolean holds(Condition condition) throws IOException {
    List<String> line = List.of("/bin/sh", "-c", expression(condition));
    return Running.run(line).code() == 0;
  }
}
