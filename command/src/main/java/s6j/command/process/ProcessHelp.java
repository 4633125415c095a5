package s6j.command.process;

/** The text of {@code s6 process help}, which is that of s6-frontend. */
final class ProcessHelp {
  static final String TEXT =
      """
      Usage: s6 process subcommand [ options ] longruns...

       Send commands to *processes* at the s6 supervision level.
      (supervised long-running processes only - not services at the
      s6-rc level. This is useful e.g. to restart a process without
      stopping then starting things depending on it.)

      Subcommands:
        help\t\tthis message
        start\t\tstart a supervised process without impacting its official state
        stop\t\tstop a supervised process without impacting its official state
        restart\trestart a supervised process
        kill\t\tsend a signal to a supervised process
        status\tread the status of a supervised process

      s6 process start and s6 process stop options:
        -P\t\t--no-permanent\t\tdon't override the official state if the daemon dies
      \t\t\t\t\t(i.e. if the service manager says the service should be
      \t\t\t\t\tdown, do not restart the daemon; if it says the service
      \t\t\t\t\tshould be up, do restart it). This is the default.
        -p\t\t--permanent\t\toverride the official state: "s6 process start foo" will
      \t\t\t\t\tkeep foo up even if the live status says otherwise
        -W\t\t--no-wait\t\texit without waiting for service readiness
        -w\t\t--wait\t\t\tonly exit once the daemon is ready or confirmed dead
        -t TIMEOUT\t--timeout=TIMEOUT\tif -w: give up if not ready after TIMEOUT milliseconds

      s6 process restart options:
        -W\t\t--no-wait\t\texit without waiting for service readiness
        -w\t\t--wait\t\t\tonly exit once the daemon is ready again
        -t TIMEOUT\t--timeout=TIMEOUT\tif -w: give up if not ready after TIMEOUT milliseconds

      s6 process kill options:
        -W\t\t--no-wait\t\texit without waiting for service readiness
        -w\t\t--wait\t\t\tonly exit once the daemon is ready again, if applicable
        -t TIMEOUT\t--timeout=TIMEOUT\tif -w: give up if not ready after TIMEOUT milliseconds
        -s SIGNAL\t--signal=SIGNAL\t\tsend signal SIGNAL rather than the default (prob. SIGTERM)

      s6 process status options:

        -L\t\t--without-logs\t\tonly list the status of longruns given as arguments (default)
        -l\t\t--with-logs\t\talso list status for service/log. This has no effect
      \t\t\t\t\ton services that have loggers declared in s6-rc, for these
      \t\t\t\t\tyou need to list the logger explicitly.

      """;

  private ProcessHelp() {}
}
