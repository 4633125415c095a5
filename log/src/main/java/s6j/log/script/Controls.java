package s6j.log.script;

import org.jspecify.annotations.Nullable;
import s6j.log.directory.Processor;
import s6j.log.directory.ProcessorPath;
import s6j.log.directory.RotationLimits;
import s6j.log.stamp.StampKind;
import s6j.posix.CString;
import s6j.posix.Posix;

/** What the control directives of a script have said so far, for the actions to come. */
final class Controls {
  private static final byte[] NOTHING = {};
  private static final byte[] SHELL = CString.of("/bin/sh");

  final RotationLimits limits = new RotationLimits();
  long alertSize = 200;
  long statusSize = 1001;

  /** With the blank behind it. */
  byte[] prefix = NOTHING;

  /** A command; empty for none. */
  byte[] processor = NOTHING;

  boolean isForShell;

  /** Of the next action only. */
  int stamp = StampKind.NONE;

  /** False for a letter that no number belongs to. */
  boolean take(ScriptLetter letter, long value) {
    switch (letter) {
      case ARCHIVES -> limits.archives = value;
      case SIZE -> limits.size = clamp(value);
      case TOTAL_SIZE -> limits.totalSize = value;
      case TOLERANCE -> limits.tolerance = value;
      case RETRY -> limits.retryMillis = value;
      case PERIOD -> limits.periodSeconds = value;
      case ALERT_SIZE -> alertSize = value;
      case STATUS_SIZE -> statusSize = value;
      case SELECT,
          DESELECT,
          SELECT_REST,
          LABEL,
          LOCAL_TIME,
          PREFIX,
          PROCESSOR,
          SHELL_PROCESSOR,
          OUTPUT,
          ALERT,
          STATUS,
          RELATIVE_DIRECTORY,
          ABSOLUTE_DIRECTORY -> {
        return false;
      }
    }
    return true;
  }

  private static long clamp(long size) {
    if (size < RotationLimits.SMALLEST_SIZE) return RotationLimits.SMALLEST_SIZE;
    return size > RotationLimits.BIGGEST_SIZE ? RotationLimits.BIGGEST_SIZE : size;
  }

  /** What is to go through each file that is rotated; null for nothing. */
  @Nullable Processor processor(Posix posix, byte[] calledAs) {
    if (processor.length == 0) return null;
    byte[][] shell = {SHELL, CString.of("-c"), processor};
    if (isForShell) return new Processor(posix, SHELL, shell);
    byte[] execlineb = ProcessorPath.of(posix, calledAs);
    byte[][] execline = {CString.of("execlineb"), CString.of("-Pc"), processor};
    return new Processor(posix, execlineb, execline);
  }
}
