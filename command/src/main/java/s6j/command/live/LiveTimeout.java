package s6j.command.live;

import s6j.cli.Option;

/** The option that ends a change too long. */
final class LiveTimeout {
  static final Option TIMEOUT =
      Option.value('t', "timeout", "MS", "end after so many milliseconds; 0 is never")
          .complaint("timeout must be an integer (milliseconds)");

  private LiveTimeout() {}
}
