package s6j.command;

/** The text of {@code s6 help}, which is that of s6-frontend. */
final class S6Help {
  static final String TEXT =
      """
      Usage: s6 [ global_options... ] command subcommand [ subcommand_options... ] [ args... ]

      For details about a command and its options, try: s6 command help (e.g.: s6 live help)

      Commands:
        help\t\tthis message
        version\tprint the version of this package
        system\tboot and shutdown the system
        live\t\tstart and stop services and their dependencies
        process\tcontrol individual long-running processes
        set\t\tmanipulate sets of services (offline, to later install them live)
        repository\tmanipulate the service repository itself

      Shortcuts:
        enable\ts6 set enable
        disable\ts6 set disable
        start\t\ts6 live start
        stop\t\ts6 live stop
        kill\t\ts6 process kill
        apply\t\ts6 set apply

      Global options:
        -h\t\t--help\t\t\tequivalent to "s6 help"
        -u\t\t--user\t\t\toverride config values with XDG environment

      \t\t--color=yes|no|auto\tdisplay fancy or boring-but-parsable text.
      \t\t\t\t\tauto is the default: fancy if in a terminal.

       These options override the values set in s6-frontend.conf:
        -v V\t\t--verbosity=V\t\tverbosity (0 is terse, 1 is normal/default, more is verbose)
        -s SCANDIR\t--scandir=SCANDIR\twhere s6-svscan is running
        -l LIVEDIR\t--livedir=LIVEDIR\ts6-rc live directory
        -r REPODIR\t--repodir=REPODIR\ts6-rc service set repository
        -c BOOTDB\t--bootdb=BOOTDB\t\tlive database the system is booting on
      \t\t--stmpdir=STMPDIR\troot-only temporary directory
      \t\t--storelist=LIST\tlist of service stores
      \t\t--fdholder-user=USER\tthe s6-fdholderd user embedded in service databases

      """;

  private S6Help() {}
}
