package s6j.rccompiler.compile;

import s6j.formats.ByteSink;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Writes the service directory of each longrun (docs/specification/s6-rc.md, C.6) from its
 * definition.
 */
final class ServiceDirectories {
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
  private static final int LEAST_FD = 3;
  private static final int NUMBER_LENGTH = 11;
  private static final byte[] NOTIFICATION_FD = CString.of("notification-fd");
  private static final byte[] LOCK_FD = CString.of("lock-fd");
  private static final byte[] TEMPLATE = CString.of("template");

  private final Posix posix;
  private final Target target;
  private final RcDatabase database;
  private final SourceProblems problems;
  private final Narrator narrator;
  private final GeneratedScripts scripts;
  private final SourceFiles files;
  private final FileStat stat = new FileStat();
  private int service;
  private int source;
  private byte[] sourcePath;
  private byte[] path;

  ServiceDirectories(
      Posix posix,
      Target target,
      RcDatabase database,
      SourceProblems problems,
      Narrator narrator,
      GeneratedScripts scripts) {
    this.posix = posix;
    this.target = target;
    this.database = database;
    this.problems = problems;
    this.narrator = narrator;
    this.scripts = scripts;
    this.files = new SourceFiles(posix);
  }

  /** Writes all but the internal ones, which have no source. */
  void write(Definitions definitions) {
    narrator.detail("writing ", target.name(), "/servicedirs");
    for (int i = 0; i < database.longruns && problems.none(); i++) {
      byte[] from = definitions.longruns.get(i).source;
      if (from != null) write(i, from);
    }
  }

  private void write(int longrun, byte[] from) {
    service = longrun;
    byte[] name = database.nameOf(longrun);
    sourcePath = CString.path(from, name);
    path = CString.path(CString.of("servicedirs"), name);
    target.directory(path);
    source = posix.open(Posix.CWD, sourcePath, DIRECTORY, 0);
    int answer = source < 0 ? source : files.list(source);
    if (answer < 0) target.fail(answer, "open ", sourcePath);
    else writeAll();
    if (source >= 0) posix.close(source);
  }

  private void writeAll() {
    writeScripts();
    copyDescriptors();
    copyNumber(CString.of("timeout-kill"));
    copyFlag(CString.of("flag-timeout-killpg"));
    copyNumber(CString.of("timeout-finish"));
    copyNumber(CString.of("max-death-tally"));
    copyFile(CString.of("down-signal"));
    copyFile(CString.of("reload-signal"));
    copyFile(CString.of("kill"));
    copyFlag(CString.of("flag-no-cont"));
    copyFlag(CString.of("flag-no-adopt"));
    copyFlag(CString.of("flag-adopt"));
    copyFile(CString.of("restart-backoff"));
    copyFlag(CString.of("flag-newpidns"));
    copyTemplate();
    copyTree(CString.of("data"));
    copyTree(CString.of("env"));
  }

  private byte[] to(byte[] file) {
    return CString.path(path, file);
  }

  private byte[] from(byte[] file) {
    return CString.path(sourcePath, file);
  }

  private boolean isPipelined() {
    return database.producerCount[service] > 0 || database.consumer[service] < database.longruns;
  }

  private void writeScripts() {
    byte[] finish = CString.of("finish");
    if (files.mayHave(source, finish) && posix.access(source, finish, Posix.R_OK) >= 0)
      writeScript(finish, "finish.user");
    writeScript(SourceReader.RUN, "run.user");
  }

  /** In a pipeline the script proper goes aside, and a wrapper fetches its pipes first. */
  private void writeScript(byte[] file, String aside) {
    byte[] copy = file;
    if (isPipelined()) {
      byte[] wrapper = wrapper(file);
      target.file(to(file), wrapper, wrapper.length);
      target.mode(to(file), 0755);
      copy = CString.of(aside);
    }
    if (!problems.none()) return;
    int answer = target.copy(source, file, to(copy), 0755);
    if (answer < 0) target.fail(answer, "copy ", from(file), " to ", target.shown(to(copy)));
  }

  private byte[] wrapper(byte[] file) {
    int consumer = database.consumer[service];
    byte[] reads = database.producerCount[service] > 0 ? database.nameOf(service) : null;
    byte[] writes = consumer < database.longruns ? database.nameOf(consumer) : null;
    return scripts.inPipeline(file, reads, writes);
  }

  private void copyDescriptors() {
    long notification = copyDescriptor(NOTIFICATION_FD);
    long lock = copyDescriptor(LOCK_FD);
    if (lock >= LEAST_FD && lock == notification && problems.none())
      problems
          .bad(
              "longrun ",
              database.nameOf(service),
              " has the same value for notification-fd and lock-fd")
          .about(database.nameOf(service), from(LOCK_FD))
          .at(1, 1)
          .expecting(CString.of("two descriptors"));
  }

  private long copyDescriptor(byte[] file) {
    long fd = copyNumber(file);
    if (fd >= 0 && fd < LEAST_FD)
      narrator.warning(
          "longrun ", database.nameOf(service), " has a ", file, " of ", Decimal.string(fd));
    return fd;
  }

  /** Copies a number, rewritten: its value, or {@link Decimal#INVALID} if there is none. */
  private long copyNumber(byte[] file) {
    if (!problems.none()) return Decimal.INVALID;
    int length = files.readStart(source, file, NUMBER_LENGTH);
    if (length == -Errno.ENOENT) return Decimal.INVALID;
    long value = length < 0 ? Decimal.INVALID : number(length);
    if (value == Decimal.INVALID) {
      target.fail(length < 0 ? length : Errno.EINVAL, "read ", from(file));
      SourceProblem problem =
          problems.get(problems.count() - 1).about(database.nameOf(service), from(file));
      if (length >= 0)
        problem.at(1, 1).expecting(CString.of("a line of decimal digits, below 4294967296"));
      return value;
    }
    ByteSink content = new ByteSink(16).put(Decimal.string(value)).put('\n');
    target.file(to(file), content);
    target.mode(to(file), 0644);
    return value;
  }

  private long number(int length) {
    int end = 0;
    while (end < length && files.bytes()[end] != '\n' && files.bytes()[end] != 0) end++;
    return Decimal.parse(files.bytes(), 0, end, 10);
  }

  /** What cannot be copied is left out, as the reference does. */
  private void copyFile(byte[] file) {
    if (files.mayHave(source, file)) target.copy(source, file, to(file), 0644);
  }

  private void copyFlag(byte[] file) {
    if (!problems.none()) return;
    int answer = files.find(source, file);
    if (answer >= 0) target.file(to(file), "");
    else if (answer != -Errno.ENOENT) target.fail(answer, "access ", from(file));
  }

  private void copyTemplate() {
    if (!copyTree(TEMPLATE)) return;
    target.directory(to(CString.of("instances")));
    target.directory(to(CString.of("instance")));
  }

  /** Copies a directory if there is one; whether there was. */
  private boolean copyTree(byte[] directory) {
    if (!problems.none()) return false;
    if (!files.mayHave(source, directory)) return false;
    int answer = posix.stat(source, directory, true, stat);
    if (answer == -Errno.ENOENT) return false;
    if (answer < 0) return target.fail(answer, "stat ", from(directory));
    if (!stat.isDirectory()) {
      problems
          .bad(from(directory), " is not a directory")
          .about(database.nameOf(service), from(directory))
          .expecting(CString.of("a directory, or nothing of this name"));
      return false;
    }
    answer = target.copyTree(from(directory), to(directory));
    if (answer >= 0) return true;
    return target.fail(
        answer, "recursively copy ", from(directory), " to ", target.shown(to(directory)));
  }
}
