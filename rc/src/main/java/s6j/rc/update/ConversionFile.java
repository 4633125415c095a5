package s6j.rc.update;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.ByteSink;
import s6j.formats.Cdb;
import s6j.formats.ExeclineLexer;
import s6j.formats.files.NameList;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.rc.live.CompiledSet;

/**
 * Reads a conversion file: lines {@code OLD [-> NEW] [restart]} (docs/specification/s6-rc.md, F.1).
 */
final class ConversionFile {
  private final Posix posix;
  private final Messages messages;
  private final CompiledSet old;
  private final byte[] live;
  private Conversions conversions;

  ConversionFile(Posix posix, Messages messages, CompiledSet old, byte[] live) {
    this.posix = posix;
    this.messages = messages;
    this.old = old;
    this.live = live;
  }

  Conversions conversions() {
    return conversions;
  }

  /** 0, or the exit code of what was said. */
  int read(byte[] path) {
    conversions = new Conversions(old.database().count());
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, path);
    if (length < 0)
      return messages.fatal().unableTo("open ").bytes(path).exit(ExitCode.SYSTEM, length);
    int code = 0;
    for (int from = 0; from < length && code == 0; ) {
      int end = posix.indexOf(file.bytes(), from, length, '\n');
      if (end < 0) end = length;
      code = line(CString.slice(file.bytes(), from, end));
      from = end + 1;
    }
    return code;
  }

  private int line(byte[] line) {
    ByteSink sink = new ByteSink(line.length + 1);
    ExeclineLexer lexer = new ExeclineLexer(line, line.length, sink);
    ExeclineLexer.Verdict verdict = lexer.read();
    NameList words = words(sink, lexer.count());
    // The reference's lexer takes a brace at the very end of a line for a word.
    boolean lastBrace = line.length > 0 && line[line.length - 1] == '}';
    if (verdict == ExeclineLexer.Verdict.UNMATCHED_CLOSE && lastBrace) words.add("}");
    else if (verdict == ExeclineLexer.Verdict.SYNTAX)
      return wrong("syntax error in conversion file: ", line);
    else if (verdict != ExeclineLexer.Verdict.GOOD)
      return wrong("mismatched braces in conversion file: ", line);
    return words.count() == 0 ? 0 : entry(words);
  }

  private int wrong(String what, byte[] object) {
    return messages.fatal().text(what).bytes(object).exit(ExitCode.USAGE);
  }

  private static NameList words(ByteSink sink, int count) {
    NameList words = new NameList();
    byte[] bytes = sink.array();
    for (int i = 0, at = 0; i < count; i++) {
      int end = at;
      while (bytes[end] != 0) end++;
      words.add(CString.slice(bytes, at, end));
      at = end + 1;
    }
    return words;
  }

  private int entry(NameList words) {
    int code = find(words.get(0));
    if (code != 0) return code;
    int service = old.directory().found(0);
    if (conversions.listed[service])
      return messages
          .fatal()
          .text("service ")
          .bytes(old.database().nameOf(service))
          .text(" appears more than once in conversion file")
          .exit(6);
    conversions.listed[service] = true;
    int next = 1;
    if (words.count() > 2 && CString.is(words.get(1), "->")) {
      conversions.newNames[service] = words.get(2);
      next = 3;
    }
    for (; next < words.count(); next++) {
      if (!CString.is(words.get(next), "restart"))
        return wrong("unknown keyword in conversion file: ", words.get(next));
      conversions.restart[service] = true;
    }
    return 0;
  }

  private int find(byte[] name) {
    int answer = old.find(name);
    if (answer > 0) return answer;
    if (answer == Cdb.ABSENT)
      return messages
          .fatal()
          .text("unknown identifier in ")
          .bytes(live)
          .text("/compiled/resolve.cdb: ")
          .bytes(name)
          .exit(3);
    if (old.directory().found() == 1) return 0;
    messages.fatal().text("identifier ").bytes(name);
    return messages
        .text(" does not represent an atomic service in ")
        .bytes(live)
        .text("/compiled")
        .exit(5);
  }
}
