package s6j.command;

/** The text of {@code s6 version help}, which is that of s6-frontend. */
final class VersionHelp {
  static final String TEXT =
      """
      Usage: s6 version subcommand [ options ] [ arguments... ]

      Subcommands:
        help\t\tthis message
        show\t\tshow the current version (default if no subcommand)
        export\texport version and config values to stdout


      s6 version show options: none

      s6 version export options:
        -q, --quote\tquote printed paths (e.g. for use in a shell script)

      """;

  private VersionHelp() {}
}
