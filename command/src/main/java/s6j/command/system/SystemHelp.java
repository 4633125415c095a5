package s6j.command.system;

/** The text of {@code s6 system help}, which is that of s6-frontend. */
final class SystemHelp {
  static final String TEXT =
      """
      Usage: s6 system subcommand

      Subcommands:
        help\t\tthis message
        boot\t\tinitialize the service manager and start default services

       plus, if s6-frontend has been built with s6-linux-init support:
        halt\t\thalt the system (without powering it off)
        poweroff\thalt the system, powering it off
        shutdown\tsynonymous with poweroff
        reboot\treboot the system

      No options.

      """;

  private SystemHelp() {}
}
