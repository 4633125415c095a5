package s6j.command.live;

/** The text of {@code s6 live help}, which is that of s6-frontend. */
final class LiveHelp {
  static final String TEXT =
      """
      Usage: s6 live subcommand [ options ] services...

      Subcommands:
        help\t\t\tthis message
        status\t\tread the status of a list of services
        start\t\t\tstart a service (with all its dependencies)
        stop\t\t\tstop a service (and everything depending on it)
        restart\t\tstop, then start, a service, with dependencies
        install\t\tinstall the latest committed service set
        start-everything\tstart all the services enabled at boot
        stop-everything\tstop all the non-essential services

      s6 live status options:
        -e\t\t--without-essentials\tignore essential services (default)
        -E\t\t--with-essentials\talso list essential services

      s6 live start, s6 live stop, s6 live restart, s6 live stop-everything options:
        -n\t\t--dry-run\t\tonly show what would be done, don't do it
        -c\t\t--clean\t\t\tstop implicitly pulled services as well
        -t TIMEOUT\t--timeout=TIMEOUT\tif not done after TIMEOUT milliseconds, abort

      s6 live install options:
        -b\t\t--block\t\t\ton contention, wait rather than fail
        -K\t\t--keep-old\t\tkeep the old db and write its path to stdout
        -e\t\t--force-essentials\tstop old essential services if needed (default)
        -E\t\t--no-force-essentials\tkeep obsolete essential services up
        -f FILE\t--conversion-file=FILE\tuse a conversion file from current to new set
      \t\t--init\t\t\tinstall the initial db. DO NOT USE WHEN LIVE.

      s6 live start-everything options:
        -n\t\t--dry-run\t\tonly show what would be done, don't do it
        -t TIMEOUT\t--timeout=TIMEOUT\tif not done after TIMEOUT milliseconds, abort
        -D BUN\t--default-bundle=BUN\tname of the bundle to start ("default")

      """;

  private LiveHelp() {}
}
