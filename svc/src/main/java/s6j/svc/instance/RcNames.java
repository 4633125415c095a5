package s6j.svc.instance;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.posix.CString;

/** The value of -r: the names of a made service in an s6-rc source, split at slashes. */
final class RcNames {
  byte[] service;

  /** Null if not named. */
  byte @Nullable [] logger;

  /** Null if not named. */
  byte @Nullable [] pipeline;

  /** Takes {@code service[/logger[/pipeline]]} apart: 0, or 100 once it has said what is wrong. */
  int take(Messages messages, byte[] value, boolean needsLogger) {
    if (CString.indexOf(value, '\n') >= 0)
      return messages.fatal().text("newlines are forbidden in s6-rc names").exit(ExitCode.USAGE);
    service = value;
    logger = cutAtSlash(service);
    if (logger == null && needsLogger)
      return messages
          .fatal()
          .text("argument to -r must be: service/logger or service/logger/pipeline")
          .exit(ExitCode.USAGE);
    if (logger != null) service = headOf(service);
    pipeline = logger == null ? null : cutAtSlash(logger);
    if (pipeline != null) logger = headOf(logger);
    return check(messages);
  }

  private int check(Messages messages) {
    if (isEmpty(service)) return empty(messages, "service");
    if (logger != null && isEmpty(logger)) return empty(messages, "logger");
    if (pipeline != null && isEmpty(pipeline)) return empty(messages, "pipeline");
    if (pipeline != null && CString.indexOf(pipeline, '/') >= 0)
      return messages.fatal().text("slashes are forbidden in s6-rc names").exit(ExitCode.USAGE);
    return 0;
  }

  private static int empty(Messages messages, String what) {
    return messages.fatal().text(what).text(" name cannot be empty").exit(ExitCode.USAGE);
  }

  private static boolean isEmpty(byte[] name) {
    return CString.length(name) == 0;
  }

  private static byte[] headOf(byte[] text) {
    return CString.slice(text, 0, CString.indexOf(text, '/'));
  }

  private static byte @Nullable [] cutAtSlash(byte[] text) {
    int slash = CString.indexOf(text, '/');
    return slash < 0 ? null : CString.slice(text, slash + 1, CString.length(text));
  }
}
