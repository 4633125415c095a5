package s6j.rccompiler.database;

/** {@code s6-rc-db help}: prints the commands. */
final class DbHelp {
  private DbHelp() {}

  static int run(DbCall call) {
    call.out
        .text("s6-rc-db help\n")
        .text("s6-rc-db check\n")
        .text("s6-rc-db list all|services|oneshots|longruns|bundles\n")
        .text("s6-rc-db type servicename\n")
        .text("s6-rc-db [ -u | -d ] timeout atomicname\n")
        .text("s6-rc-db contents bundlename\n")
        .text("s6-rc-db [ -u | -d ] dependencies servicename...\n")
        .text("s6-rc-db pipeline longrunname\n")
        .text("s6-rc-db [ -u | -d ] script oneshotname\n")
        .text("s6-rc-db flags atomicname\n")
        .text("s6-rc-db atomics servicename...\n")
        .text("s6-rc-db [ -u | -d ] all-dependencies servicename...\n");
    return 0;
  }
}
