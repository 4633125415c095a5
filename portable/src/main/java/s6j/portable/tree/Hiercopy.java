package s6j.portable.tree;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Posix;

/** s6-hiercopy: a file of any kind, or a directory with all that is in it, once more. */
public final class Hiercopy {
  private final ToolCall call;
  private final byte[] source;
  private final byte[] destination;
  private boolean hasFailed;

  private Hiercopy(ToolCall call) {
    this.call = call;
    source = call.arguments[1];
    destination = call.arguments[2];
  }

  public static Program declaration() {
    return new Program(
        "s6-hiercopy", null, "src dst", "copies files and whole directories", Hiercopy::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    return arguments.length < 3 ? call.usage() : new Hiercopy(call).copy();
  }

  private int copy() {
    call.posix.umask(0);
    int error = new Copy(call.posix, this::tell).copy(source, destination);
    if (error >= 0) return hasFailed ? ExitCode.SYSTEM : 0;
    unable(call.messages.fatal()).bytes(source).text(" to ").bytes(destination);
    return end(error);
  }

  private void tell(Levels levels, byte[] name, int error) {
    hasFailed = true;
    unable(call.messages.warning());
    path(levels, source, name).text(" to ");
    path(levels, destination, name);
    end(error);
  }

  private static Messages unable(Messages messages) {
    return messages.unableTo("copy hierarchy from ");
  }

  private Messages path(Levels levels, byte[] top, byte[] name) {
    Messages messages = call.messages.bytes(top);
    for (int i = 1; i < levels.depth(); i++) messages.text("/").bytes(levels.at(i).own());
    return messages.text("/").bytes(name);
  }

  private int end(int error) {
    if (error != Copy.SAME_FILE) return call.messages.exit(ExitCode.SYSTEM, error);
    return call.messages.text(": they are the same file").exit(ExitCode.SYSTEM);
  }
}
