package s6j.machine.end;

import s6j.cli.ExeclineScript;
import s6j.cli.Messages;
import s6j.cli.ScriptPrograms;
import s6j.formats.files.SmallFile;
import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;

/**
 * The script of the very end, {@code stage 4} in the service directory: it is there from when the
 * end has begun, and is what the daemon becomes when it is started then.
 */
final class LastStage {
  private static final byte[] FILE = CString.of("stage 4");
  private static final byte[] FRESH = CString.of("stage 4.new");
  private static final byte[] PROGRAM = CString.of("./stage 4");
  private static final byte[] RESULT = CString.of("haltcode");
  private static final int EXECUTABLE = 0700;

  private final Posix posix;
  private final ScriptPrograms programs;
  private final byte[] base;
  private final boolean isContainer;
  private final boolean hasLogger;

  LastStage(
      Posix posix, ScriptPrograms programs, byte[] base, boolean isContainer, boolean hasLogger) {
    this.posix = posix;
    this.programs = programs;
    this.base = base;
    this.isContainer = isContainer;
    this.hasLogger = hasLogger;
  }

  boolean isDue() {
    return posix.access(Posix.CWD, FILE, Posix.F_OK) >= 0;
  }

  /** Becomes the script; returns only to say why not, as a negated errno. */
  int become() {
    return posix.exec(PROGRAM, new byte[][] {PROGRAM}, null);
  }

  /** Becomes the same without the file, which could not be written: a negated errno. */
  int becomeAtOnce(char what) {
    byte[][] words = {CString.of("execlineb"), CString.of("-Pc"), text(what)};
    return Executable.exec(posix, words, new Environment(posix.environment()));
  }

  /** Writes what the end consists of; false if the script could not be, and says so. */
  boolean prepare(Messages messages, char what) {
    if (isContainer) writeResult(messages, what);
    byte[] text = text(what);
    posix.unlink(Posix.CWD, FRESH);
    int length = CString.length(text);
    int error = SmallFile.write(posix, Posix.CWD, FRESH, text, length, EXECUTABLE);
    if (error >= 0) error = posix.chmod(Posix.CWD, FRESH, EXECUTABLE);
    if (error >= 0) error = posix.rename(Posix.CWD, FRESH, Posix.CWD, FILE);
    if (error >= 0) return true;
    messages.warning().unableTo("write to stage 4").end(error);
    return false;
  }

  /** How the container ends, for the script that process 1 becomes. */
  private void writeResult(Messages messages, char what) {
    int error = posix.mkdir(Posix.CWD, InitPaths.RESULTS, 0755);
    if (error == -Errno.EEXIST) error = 0;
    byte[] file = CString.path(InitPaths.RESULTS, RESULT);
    byte[] text = {(byte) what, '\n'};
    if (error >= 0) error = SmallFile.write(posix, Posix.CWD, file, text, text.length, 0644);
    if (error < 0) messages.warning().unableTo("write to ").bytes(file).end(error);
  }

  private byte[] text(char what) {
    ExeclineScript script = programs.script().add("\n");
    if (isContainer) addContainer(script);
    else addMachine(script, what);
    return script.toBytes(" -P");
  }

  private void addContainer(ExeclineScript script) {
    script.fill("@foreground { @s6-svc -Ox -- . }\n@background\n{\n  ");
    if (hasLogger)
      script
          .fill("@foreground { @s6-svc -Oxc -- ")
          .add(InitPaths.SCAN_DIRECTORY)
          .add("/s6-svscan-log }\n  ");
    script.fill("@s6-svscanctl -b -- ").add(InitPaths.SCAN_DIRECTORY).add("\n}\n");
  }

  private void addMachine(ExeclineScript script, char what) {
    script.fill("@foreground { @s6-linux-init-umountall }\n@foreground { @tryexec { ");
    script.quoted(base).add("/scripts/rc.shutdown.final } }\n");
    script.fill("@s6-linux-init-hpr -f -").add(String.valueOf(what)).add("\n");
  }
}
