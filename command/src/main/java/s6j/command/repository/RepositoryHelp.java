package s6j.command.repository;

/** The text of {@code s6 repository help}, which is that of s6-frontend. */
final class RepositoryHelp {
  static final String TEXT =
      """
      Usage: s6 repository subcommand [ options ]

      Subcommands:
        help\t\tthis message
        init\t\tinitialize a service repository
        sync\t\tsynchronize repository with stores
        list\t\tlist names of saved service sets
        check         check all sets and fix inconsistencies


      s6 repository init options:
        -f\t\t--force\t\t\tOverwrite existing repository
        -U\t\t--update-stores\t\tUpdate existing repository with new stores

      s6 repository sync options: none

      s6 repository list options: none

      s6 repository check options:
        -E\t\t--no-force-essential\t\tdo not allow manual changes to essential services (default)
        -e\t\t--force-essential\t\tallow manual changes to essential services
        -f\t\t--fix\t\t\t\ttry to fix inconsistencies automatically
        -d\t\t--down\t\t\t\tfix by disabling or masking services if necessary (default)
        -u\t\t--up\t\t\t\tfix by enabling services if necessary

      """;

  private RepositoryHelp() {}
}
