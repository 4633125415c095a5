package s6j.rccompiler.compile;

import org.jspecify.annotations.Nullable;
import s6j.formats.ExeclineLexer;
import s6j.formats.RcDatabase;
import s6j.formats.RcRelations;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Reads source definition directories (docs/specification/s6-rc.md, B.1 to B.5) in the order of the
 * reference: sources as given, definitions by the bytes of their names, files in a fixed order.
 * What is wrong becomes a {@link SourceProblem}, and the reading goes on.
 */
final class SourceReader {
  static final byte[] TYPE = CString.of("type");
  static final byte[] DEPENDENCIES = CString.of("dependencies");
  static final byte[] DEPENDENCIES_D = CString.of("dependencies.d");
  static final byte[] CONTENTS = CString.of("contents");
  static final byte[] CONTENTS_D = CString.of("contents.d");
  static final byte[] PRODUCER_FOR = CString.of("producer-for");
  static final byte[] CONSUMER_FOR = CString.of("consumer-for");
  static final byte[] PIPELINE_NAME = CString.of("pipeline-name");
  static final byte[] RUN = CString.of("run");
  private static final byte[] TIMEOUT_UP = CString.of("timeout-up");
  private static final byte[] TIMEOUT_DOWN = CString.of("timeout-down");
  private static final byte[] FLAG_AGAIN = CString.of("flag-again");
  private static final byte[] FLAG_ESSENTIAL = CString.of("flag-essential");
  private static final byte[] FLAG_RECOMMENDED = CString.of("flag-recommended");

  /** By number of RcDatabase: the scripts of a oneshot. */
  private static final byte[][] SCRIPTS = {
    CString.of("down"), CString.of("up"), CString.of("reload")
  };

  private static final RcRelations.Kind[] RELATIONS = RcRelations.Kind.values();
  private static final byte[][] RELATED = named("");
  private static final byte[][] RELATED_D = named(".d");

  /** Bytes of names and words in one set. */
  private static final int MOST_STRINGS = 128 << 20;

  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final Definitions definitions;
  private final SourceProblems problems;
  private final Narrator narrator;
  private final SourceFiles files;
  private final DirectoryReader entries;
  private final FileStat stat = new FileStat();
  private final int oneshotRunner;
  private final int fdholder;

  /** By name: the list that mentioned it last, to find repetitions in one pass. */
  private int[] mentionedBy = new int[64];

  private boolean metFiles;
  private boolean hereMetFiles;

  /** Of the present service; empty where one begins. */
  private IntList related = new IntList();

  private int lists;
  private byte[] source;
  private byte[] name;
  private int directory;

  SourceReader(Posix posix, Definitions definitions, SourceProblems problems, Narrator narrator) {
    this.posix = posix;
    this.definitions = definitions;
    this.problems = problems;
    this.narrator = narrator;
    this.entries = new DirectoryReader(posix, 32768);
    this.files = new SourceFiles(posix);
    this.oneshotRunner = addInternal("s6rc-oneshot-runner");
    this.fdholder = addInternal("s6rc-fdholder");
  }

  private int addInternal(String internal) {
    int number = definitions.names.add(CString.of(internal));
    SourceDefinition definition = new SourceDefinition(SourceDefinition.Kind.LONGRUN, number, null);
    definition.flags = RcDatabase.ESSENTIAL;
    definitions.add(definition);
    return number;
  }

  /** Reads one source directory. */
  void read(byte[] path) {
    source = path;
    int fd = posix.open(Posix.CWD, path, DIRECTORY, 0);
    if (fd < 0) {
      problems.unable(fd, "opendir ", path).about(null, path);
      return;
    }
    narrator.step("adding sources from ", path);
    byte[][] found = list(fd);
    if (found.length == 0 && !hereMetFiles) narrator.warning("source ", path, " is empty");
    Names.sort(found);
    for (byte[] each : found) readDefinition(fd, each);
    posix.close(fd);
  }

  /** The names of the subdirectories that are definitions. */
  private byte[][] list(int fd) {
    Names found = new Names();
    hereMetFiles = false;
    entries.start(fd);
    while (entries.next()) {
      byte[] entry = entries.name();
      if (entry[0] == '.') continue;
      if (CString.indexOf(entry, '\n') >= 0) {
        problems
            .bad("subdirectory of ", source, " contains a newline character")
            .about(null, source);
        continue;
      }
      if (isReserved(source, entry)) {
        latest().about(null, CString.path(source, entry));
        continue;
      }
      int answer = entries.isDirectory() ? 0 : posix.stat(fd, entry, true, stat);
      if (answer < 0)
        problems
            .unable(answer, "stat ", source, "/", entry)
            .about(null, CString.path(source, CString.slice(entry, 0, CString.length(entry))));
      else if (!entries.isDirectory() && !stat.isDirectory())
        hereMetFiles |= stat.isRegular() && endsWith(entry, ".toml");
      else if (endsWith(entry, ".toml.d")) hereMetFiles = true;
      else found.add(CString.slice(entry, 0, CString.length(entry)));
    }
    if (entries.error() != 0) problems.unable(entries.error(), "readdir ", source);
    metFiles |= hereMetFiles;
    return found.toArray();
  }

  /** Whether there were definitions written as files NAME.toml, which are for another program. */
  boolean metFiles() {
    return metFiles;
  }

  private static boolean endsWith(byte[] string, String suffix) {
    int start = CString.length(string) - suffix.length();
    if (start < 1) return false;
    for (int i = 0; i < suffix.length(); i++)
      if (string[start + i] != (byte) suffix.charAt(i)) return false;
    return true;
  }

  private boolean isReserved(byte[] where, byte[] identifier) {
    if (!startsWith(identifier, "s6rc-") && !startsWith(identifier, "s6-rc-")) return false;
    problems
        .bad("in ", where, ": identifier ", identifier, " starts with reserved prefix")
        .about(where, null)
        .expecting(CString.of("a name that does not begin with s6rc- or s6-rc-"));
    return true;
  }

  private SourceProblem latest() {
    return problems.get(problems.count() - 1);
  }

  private static boolean startsWith(byte[] string, String prefix) {
    for (int i = 0; i < prefix.length(); i++)
      if (i >= string.length || string[i] != (byte) prefix.charAt(i)) return false;
    return true;
  }

  private void readDefinition(int sourceFd, byte[] definitionName) {
    name = definitionName;
    directory = posix.open(sourceFd, name, DIRECTORY, 0);
    int answer = directory < 0 ? directory : files.list(directory);
    if (answer < 0) {
      problems.unable(answer, unreadable(sourceFd), source, "/", name).about(name, path(null));
      definitions.markBroken(definitions.names.add(name));
    } else {
      narrator.detail("parsing ", source, "/", name);
      readTyped();
    }
    if (directory >= 0) posix.close(directory);
  }

  /** What could not be done with the present definition, in the words of the reference. */
  private String unreadable(int sourceFd) {
    return posix.stat(sourceFd, name, true, stat) < 0 ? "stat " : "open ";
  }

  private void readTyped() {
    int before = problems.count();
    int length = files.readStart(directory, TYPE, 8);
    if (length < 0) {
      problems.unable(length, "read ", path(TYPE)).about(name, path(TYPE));
    } else {
      switch (kind(length)) {
        case ONESHOT -> readOneshot();
        case LONGRUN -> readLongrun();
        case BUNDLE -> readBundle();
        case UNDEFINED ->
            problems
                .bad("invalid ", path(TYPE), ": must be oneshot, longrun, or bundle")
                .about(name, path(TYPE))
                .at(1, 1)
                .expecting(CString.of("oneshot, longrun or bundle, and a newline"));
      }
    }
    if (problems.count() > before) definitions.markBroken(definitions.names.add(name));
  }

  private SourceDefinition.Kind kind(int length) {
    int end = length > 0 && files.bytes()[length - 1] == '\n' ? length - 1 : length;
    byte[] word = files.slice(0, end);
    if (CString.length(word) < end) return SourceDefinition.Kind.UNDEFINED;
    if (CString.is(word, "oneshot")) return SourceDefinition.Kind.ONESHOT;
    if (CString.is(word, "longrun")) return SourceDefinition.Kind.LONGRUN;
    return CString.is(word, "bundle")
        ? SourceDefinition.Kind.BUNDLE
        : SourceDefinition.Kind.UNDEFINED;
  }

  /** Enters a new definition of the present name, or null if there is one already. */
  private @Nullable SourceDefinition define(SourceDefinition.Kind kind) {
    narrator.detail(name, " has type ", kind.word);
    int number = definitions.names.add(name);
    SourceDefinition.Kind present = definitions.kindOf(number);
    SourceDefinition definition = new SourceDefinition(kind, number, source);
    if (present == SourceDefinition.Kind.UNDEFINED) {
      definitions.add(definition);
      return definition;
    }
    problems
        .bad(
            "duplicate service definition: ",
            name,
            " defined in ",
            source,
            " is already defined and has type ",
            present.word)
        .about(name, path(null));
    return null;
  }

  private void readOneshot() {
    SourceDefinition oneshot = define(SourceDefinition.Kind.ONESHOT);
    if (oneshot == null) return;
    readCommon(oneshot);
    readScript(oneshot, RcDatabase.RELOAD);
    readScript(oneshot, RcDatabase.UP);
    readScript(oneshot, RcDatabase.DOWN);
    oneshot.names.add(oneshotRunner);
  }

  private void readCommon(SourceDefinition service) {
    readList(DEPENDENCIES_D, DEPENDENCIES, service.names);
    for (RcRelations.Kind kind : RELATIONS) readRelated(service, kind);
    service.again = readFlag(FLAG_AGAIN, 1) != 0;
    service.timeoutDown = readTimeout(TIMEOUT_DOWN);
    service.timeoutUp = readTimeout(TIMEOUT_UP);
    service.flags = readFlags();
  }

  /** Ours: a list, or a directory as with dependencies. */
  private void readRelated(SourceDefinition service, RcRelations.Kind kind) {
    int place = kind.ordinal();
    readList(RELATED_D[place], RELATED[place], related);
    if (related.count() == 0) return;
    service.relate(kind, related);
    related = new IntList();
  }

  /** Lists of relations, by kind; made once, not for each service. */
  private static byte[][] named(String end) {
    byte[][] names = new byte[RcRelations.Kind.values().length][];
    for (RcRelations.Kind kind : RcRelations.Kind.values())
      names[kind.ordinal()] = SourceProblems.join(CString.of(kind.word), end);
    return names;
  }

  private void readScript(SourceDefinition oneshot, int script) {
    byte[] file = SCRIPTS[script];
    oneshot.firstArgument[script] = definitions.strings.length();
    int length = files.read(directory, file);
    if (length == -Errno.ENOENT && script != RcDatabase.UP) return;
    if (length < 0) {
      String what = length == -Errno.EISDIR ? "parse " : "open ";
      problems.unable(length, what, path(file)).about(name, path(file));
      return;
    }
    ExeclineLexer lexer =
        new ExeclineLexer(files.bytes(), length, definitions.strings, MOST_STRINGS);
    ExeclineLexer.Verdict verdict = lexer.read();
    switch (verdict) {
      case GOOD -> oneshot.argumentCount[script] = lexer.count();
      case TOO_LONG -> tooMuch(oneshot, script);
      case SYNTAX, UNMATCHED_OPEN, UNMATCHED_CLOSE -> syntaxError(file, lexer, verdict);
    }
  }

  /** Memory has an end; what is read is forgotten, so that others can be looked at. */
  private void tooMuch(SourceDefinition oneshot, int script) {
    definitions.strings.cut(oneshot.firstArgument[script]);
    problems
        .unable(Errno.ENOMEM, "parse ", path(SCRIPTS[script]))
        .about(name, path(SCRIPTS[script]))
        .expecting(CString.of("at most 128 MiB of names and scripts in a set"));
  }

  private void syntaxError(byte[] file, ExeclineLexer lexer, ExeclineLexer.Verdict verdict) {
    String reason =
        switch (verdict) {
          case UNMATCHED_OPEN -> ": unmatched {";
          case UNMATCHED_CLOSE -> ": unmatched }";
          case SYNTAX, TOO_LONG, GOOD -> "";
        };
    String expected =
        switch (verdict) {
          case UNMATCHED_OPEN -> "a } for the { here";
          case UNMATCHED_CLOSE -> "a { before the } here";
          case SYNTAX, TOO_LONG, GOOD -> "closed quotes, whole escapes, and a block behind {";
        };
    problems
        .bad("syntax error in ", path(file), reason)
        .about(name, path(file))
        .at(lexer.errorLine(), lexer.errorColumn())
        .expecting(CString.of(expected));
  }

  private void readLongrun() {
    SourceDefinition longrun = define(SourceDefinition.Kind.LONGRUN);
    if (longrun == null) return;
    readCommon(longrun);
    checkRun();
    boolean produces = readProducerFor(longrun);
    boolean lastConsumer = readConsumerFor(longrun, produces) && !produces;
    if (lastConsumer) readPipelineName(longrun);
    else ignorePipelineName();
  }

  private void checkRun() {
    int fd = files.open(directory, RUN);
    if (fd == -Errno.ENOENT) {
      problems.bad("unable to find a run script in ", path(RUN)).about(name, path(RUN));
    } else if (fd < 0) {
      problems.unable(fd, "open ", path(RUN)).about(name, path(RUN));
    } else {
      int answer = posix.fstat(fd, stat);
      posix.close(fd);
      if (answer < 0) problems.unable(answer, "stat ", path(RUN)).about(name, path(RUN));
      else if (!stat.isRegular())
        problems.bad(path(RUN), " is not a regular file").about(name, path(RUN));
    }
  }

  private boolean readProducerFor(SourceDefinition longrun) {
    IntList consumers = new IntList();
    int before = problems.count();
    if (!readFileList(PRODUCER_FOR, consumers)) return false;
    if (problems.count() > before) return true;
    if (consumers.count() != 1) {
      problems
          .bad(path(PRODUCER_FOR), " should only contain one service name")
          .about(name, path(PRODUCER_FOR))
          .expecting(CString.of("the name of one longrun"));
      return true;
    }
    longrun.consumer = consumers.get(0);
    longrun.names.add(longrun.consumer);
    longrun.names.add(fdholder);
    narrator.detail(name, " is a producer for ", definitions.name(longrun.consumer));
    return true;
  }

  private boolean readConsumerFor(SourceDefinition longrun, boolean produces) {
    readFileList(CONSUMER_FOR, longrun.producers);
    int count = longrun.producers.count();
    if (count == 0) return false;
    longrun.names.add(fdholder);
    // The reference stores a last consumer's first producer last; the database must be the same.
    if (!produces) longrun.producers.moveFirstToEnd();
    for (int i = 0; i < count; i++)
      narrator.detail(name, " is a consumer for ", definitions.name(longrun.producers.get(i)));
    return true;
  }

  private void readPipelineName(SourceDefinition longrun) {
    IntList names = new IntList();
    int before = problems.count();
    if (!readFileList(PIPELINE_NAME, names) || problems.count() > before) return;
    if (names.count() == 1) longrun.pipeline = names.get(0);
    else
      problems
          .bad(path(PIPELINE_NAME), " should only contain one name")
          .about(name, path(PIPELINE_NAME))
          .expecting(CString.of("one name for the pipeline's bundle"));
  }

  private void ignorePipelineName() {
    int answer = files.find(directory, PIPELINE_NAME);
    if (answer >= 0)
      narrator.warning(
          path(null),
          " contains a pipeline-name file despite not being a last consumer;"
              + " this file will be ignored");
    else if (answer != -Errno.ENOENT)
      problems.unable(answer, "access ", path(PIPELINE_NAME)).about(name, path(PIPELINE_NAME));
  }

  private void readBundle() {
    SourceDefinition bundle = define(SourceDefinition.Kind.BUNDLE);
    if (bundle == null) return;
    if (!readList(CONTENTS_D, CONTENTS, bundle.names))
      problems
          .unable(Errno.ENOENT, "open ", path(CONTENTS))
          .about(name, path(CONTENTS))
          .expecting(CString.of("a directory contents.d or a file contents"));
    bundle.flags = readFlags();
  }

  /** Reads the names of a directory, else those of a file; false if there is neither. */
  private boolean readList(byte[] directoryList, byte[] fileList, IntList names) {
    return readDirectoryList(directoryList, names) || readFileList(fileList, names);
  }

  /** Reads the names of a directory; false if there is no such directory. */
  private boolean readDirectoryList(byte[] list, IntList names) {
    int fd = files.openDirectory(directory, list);
    if (fd == -Errno.ENOENT) return false;
    if (fd < 0) {
      problems.unable(fd, "opendir ", path(list)).about(name, path(list));
      return true;
    }
    entries.start(fd);
    while (entries.next()) {
      if (entries.name()[0] == '.') continue;
      byte[] entry = CString.slice(entries.name(), 0, CString.length(entries.name()));
      if (isReserved(name, entry)) latest().about(name, CString.path(path(list), entry));
      else names.add(definitions.names.add(entry));
    }
    if (entries.error() != 0) problems.unable(entries.error(), "readdir ", source, "/", list);
    posix.close(fd);
    return true;
  }

  /** Reads the names of a file, one a line; false if there is no such file. */
  private boolean readFileList(byte[] list, IntList names) {
    int length = files.read(directory, list);
    if (length == -Errno.ENOENT) return false;
    if (length < 0) {
      String what = length == -Errno.EISDIR ? "read " : "open ";
      problems.unable(length, what, path(list)).about(name, path(list));
      return true;
    }
    lists++;
    for (int from = 0; from < length; ) {
      int to = from;
      while (to < length && files.bytes()[to] != '\n') to++;
      addLine(list, names, from, to);
      from = to + 1;
    }
    return true;
  }

  /** Leading blanks are dropped, trailing ones kept; empty lines and comments are skipped. */
  private void addLine(byte[] list, IntList names, int lineStart, int end) {
    int start = lineStart;
    byte[] bytes = files.bytes();
    while (start < end && (bytes[start] == ' ' || bytes[start] == '\t')) start++;
    if (start == end || bytes[start] == '#' || bytes[start] == 0) return;
    byte[] line = files.slice(start, end);
    byte[] mentioned = CString.slice(line, 0, CString.length(line));
    if (isReserved(name, mentioned)) {
      latest().about(name, path(list)).at(lineAt(start), start - lineStart + 1);
      return;
    }
    int number = definitions.names.add(mentioned);
    if (mention(number)) names.add(number);
    else narrator.remark("in ", path(list), ": name listed more than once: ", mentioned);
  }

  private int lineAt(int place) {
    int line = 1;
    for (int i = 0; i < place; i++) if (files.bytes()[i] == '\n') line++;
    return line;
  }

  /** Whether the present list mentions a name for the first time. */
  private boolean mention(int number) {
    if (number >= mentionedBy.length) {
      int[] more = new int[2 * number];
      System.arraycopy(mentionedBy, 0, more, 0, mentionedBy.length);
      mentionedBy = more;
    }
    if (mentionedBy[number] == lists) return false;
    mentionedBy[number] = lists;
    return true;
  }

  private int readTimeout(byte[] file) {
    int length = files.readStart(directory, file, 63);
    if (length == -Errno.ENOENT) return 0;
    if (length < 0) {
      problems.unable(length, "read ", path(file)).about(name, path(file));
      return 0;
    }
    while (length > 0 && files.bytes()[length - 1] == '\n') length--;
    int end = 0;
    while (end < length && files.bytes()[end] != 0) end++;
    long timeout = Decimal.parse(files.bytes(), 0, end, 10);
    if (timeout != Decimal.INVALID) return (int) timeout;
    problems
        .bad("invalid ", path(file))
        .about(name, path(file))
        .at(1, 1)
        .expecting(CString.of("milliseconds as decimal digits, below 4294967296"));
    return 0;
  }

  private int readFlags() {
    return readFlag(FLAG_ESSENTIAL, 1) | readFlag(FLAG_RECOMMENDED, 2);
  }

  private int readFlag(byte[] file, int bit) {
    int answer = files.find(directory, file);
    if (answer < 0 && answer != -Errno.ENOENT)
      problems.unable(answer, "read ", path(file)).about(name, path(file));
    return answer < 0 ? 0 : bit;
  }

  /** The path of a file of the present definition, as messages show it. */
  private byte[] path(byte @Nullable [] file) {
    byte[] definition = CString.path(source, name);
    return file == null ? definition : CString.path(definition, file);
  }
}
