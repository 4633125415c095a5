package s6j.rc.update;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.formats.ByteSink;
import s6j.formats.files.NameList;
import s6j.formats.talk.FdholderClient;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * s6-rc-fdholder-filler: gives a pipe for every name on its standard input to the fd-holder that it
 * is connected to by descriptors 6 and 7.
 */
public final class FdholderFiller {
  private static final int CONNECTION = 6;
  private static final int LONGEST_NAME = 243;

  private static final Option NOTIFY =
      Option.flag('1', "write a newline to standard output when done");
  private static final Option TIMEOUT =
      Option.value('t', "MS", "give up after this many milliseconds; 0 is never").number();

  private FdholderFiller() {}

  public static Program declaration() {
    return new Program(
            "s6-rc-fdholder-filler",
            null,
            "[ -1 ] [ -t timeout ] < autofilled-filename",
            "fills the fd-holder with the pipes of pipelines; for the fd-holder service",
            FdholderFiller::run)
        .options(NOTIFY, TIMEOUT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    posix.ignoreSignal(Signal.SIGPIPE);
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 0);
    if (line.refused()) return line.exitCode();
    NameList names = new NameList();
    int answer = readNames(posix, names);
    if (answer < 0)
      return messages.fatal().unableTo("read from stdin").exit(ExitCode.SYSTEM, answer);
    long millis = line.number(TIMEOUT, 0);
    long now = posix.monotonicNanos();
    long deadline = millis == 0 ? Deadline.NEVER : Deadline.after(now, millis);
    int code = names.count() == 0 ? 0 : fill(posix, messages, names, deadline);
    if (code == 0 && line.has(NOTIFY)) posix.write(1, new byte[] {'\n'}, 0, 1);
    return code;
  }

  private static int fill(Posix posix, Messages messages, NameList names, long deadline) {
    PipeStore store = new PipeStore(posix);
    int code = make(messages, names, store);
    if (code == 0) code = transfer(posix, messages, store, deadline);
    store.dump().close(posix);
    return code;
  }

  private static int make(Messages messages, NameList names, PipeStore store) {
    for (int i = 0; i < names.count(); i++) {
      if (names.get(i).length > LONGEST_NAME)
        return messages
            .fatal()
            .unableTo("create identifier for ")
            .bytes(names.get(i))
            .exit(ExitCode.SYSTEM, Errno.ENAMETOOLONG);
      int answer = store.make(names.get(i));
      if (answer < 0) return messages.fatal().unableTo("create pipe").exit(ExitCode.SYSTEM, answer);
    }
    return 0;
  }

  private static int transfer(Posix posix, Messages messages, PipeStore store, long deadline) {
    FdholderClient holder = new FdholderClient(posix, deadline);
    holder.use(CONNECTION);
    int answer = holder.setDump(store.dump());
    return answer < 0
        ? messages.fatal().unableTo("transfer pipes").exit(ExitCode.SYSTEM, answer)
        : 0;
  }

  /** A name a line; blanks before it, empty lines and those that begin with # do not count. */
  private static int readNames(Posix posix, NameList names) {
    ByteSink text = new ByteSink(4096);
    byte[] piece = new byte[4096];
    int got = posix.read(0, piece, 0, piece.length);
    for (; got > 0; got = posix.read(0, piece, 0, piece.length)) text.put(piece, 0, got);
    if (got < 0) return got;
    for (int from = 0; from < text.length(); ) {
      int end = posix.indexOf(text.array(), from, text.length(), '\n');
      if (end < 0) end = text.length();
      int start = from;
      while (start < end && isBlank(text.array()[start])) start++;
      if (start < end && text.array()[start] != '#')
        names.add(CString.slice(text.array(), start, end));
      from = end + 1;
    }
    return 0;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
