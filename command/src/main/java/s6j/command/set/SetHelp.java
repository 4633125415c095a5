package s6j.command.set;

/** The text of {@code s6 set help}, which is that of s6-frontend. */
final class SetHelp {
  static final String TEXT =
      """
      Usage: s6 set subcommand [ options ] [ arguments... ]

      Subcommands:
        help\t\tthis message
        copy\t\tcopy a set to another name (default name is "current")
        delete\tdelete one or more sets
        list\t\tlist services in the working set
        status\tlist services in the working set with their rx
        enable\tenable services
        disable\tdisable services
        mask\t\tmask services (hide them from the db entirely)
        unmask\tunmask services (equivalent to "disable")
        check\t\tcheck working set and fix inconsistencies
        commit\tcommit working set (can then be installed)
        apply\t\tmake working set live: commit + live install + live reset


      s6 set copy options:
        -f\t\t--force\t\t\t\toverwrite named set if existing

      s6 set delete options: none

      s6 set list options:
        -s SET\t--set=SET\t\t\tshow services in set SET (default: current)

      s6 set status options:
        -E\t\t--with-essentials\t\tshow all services, even essential ones (default)
        -e\t\t--without-essentials\t\tdon't show essential services
        -s SET\t--set=SET\t\t\tshow services in set SET (default: current)

      s6 set enable|disable|mask|unmask options:
        -f\t\t--ignore-dependencies\t\tonly change listed services
        -n\t\t--dry-run\t\t\tshow what would happen, don't do
        -I\t\t--no-fail-on-dependencies\twarn or pull unlisted dependencies if found (default)
        -i\t\t--fail-on-dependencies\t\tfail if unlisted dependencies are found
        -P\t\t--no-pull-dependencies\t\twarn on unlisted dependencies (default)
        -p\t\t--pull-dependencies\t\tapply the rx change to unlisted dependencies as well
        -s SET\t--set=SET\t\t\tchange services in set SET (default: current)

      s6 set check options:
        -E\t\t--no-force-essentials\t\tdo not allow manual changes to essential services (default)
        -e\t\t--force-essentials\t\tallow manual changes to essential services
        -F\t\t--fix\t\t\t\ttry to fix inconsistencies automatically
        -d\t\t--down\t\t\t\tfix by disabling or masking services if necessary (default)
        -u\t\t--up\t\t\t\tfix by enabling services if necessary
        -s SET\t--set=SET\t\t\tcheck set SET (default: current)

      s6 set commit options:
        -f\t\t--force\t\t\t\tcompile db even if up-to-date
        -K\t\t--keep-old\t\t\tkeep old db if any, print its path to stdout
        -D BUN\t--default-bundle=BUN\t\tname of the bundle containing enabled+essential services
        -s SET\t--set=SET\t\t\tcommit set SET (default: current)

      s6 set apply options:
        -b\t\t--block\t\t\t\tblock if another s6-rc is running (default: fail)
        -D BUN\t--default-bundle=BUN\t\tname of the bundle containing enabled+essential services
        -f CONVFILE\t--conversion-file=CONVFILE\tuse CONVFILE when updating the service db (default: none)
        -s SET\t--set=SET\t\t\tapply set SET (default: current)
        -t TIMEOUT\t--timeout=TIMEOUT\t\tfail after TIMEOUT milliseconds (default: 0 (=infinite))

      """;

  private SetHelp() {}
}
