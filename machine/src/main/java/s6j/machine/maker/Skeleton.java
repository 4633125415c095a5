package s6j.machine.maker;

/** The scripts of a machine that has none of its own yet: they do nothing, and say what to do. */
final class Skeleton {
  static final String RUNLEVEL = "runlevel";
  static final String LAST = "rc.shutdown.final";
  static final String[] NAMES = {RUNLEVEL, "rc.init", "rc.shutdown", LAST};

  private static final String[] TEXTS = {
    """
    #!/bin/sh -e
    # Called with a runlevel, by rc.init and by telinit: brings the machine there.
    test "$#" -gt 0 || { echo 'runlevel: fatal: too few arguments' >&2; exit 100; }

    # With s6-rc:
    # exec s6-rc -v2 -up change "$1"
    """,
    """
    #!/bin/sh -e
    # Called once, when the scan directory is supervised: the runlevel, then the kernel's words.
    rl=$1
    shift

    # With s6-rc:
    # s6-rc-init /run/service
    # exec /etc/s6-linux-init/current/scripts/runlevel "$rl"

    # In a container that runs one command:
    # "$@" || r=$?
    # echo "${r:-0}" >/run/s6-linux-init-container-results/exitcode
    # exec /etc/s6-linux-init/current/bin/halt
    """,
    """
    #!/bin/sh -e
    # Called before everything is killed: brings all services down.

    # With s6-rc:
    # exec s6-rc -v2 -bDa change
    """,
    """
    #!/bin/sh -e
    # Called at the very end, when nothing is mounted but what must be.
    """
  };

  private Skeleton() {}

  static String text(int number) {
    return TEXTS[number];
  }
}
