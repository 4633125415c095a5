package s6j.faults;

import java.util.List;

/** What a process of the tree is for, told by its command line. */
enum Role {
  SCANNER,
  SUPERVISOR,
  LOGGER,
  DAEMON,
  HOLDER,
  RUNNER,
  MANAGER,
  OTHER;

  static Role of(List<String> words) {
    if (words.isEmpty()) return OTHER;
    String program = words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
    return switch (program) {
      case "s6-svscan", "svscan" -> SCANNER;
      case "s6-supervise", "supervise" -> SUPERVISOR;
      case "s6-log" -> LOGGER;
      case "s6-fdholderd" -> HOLDER;
      case "s6-ipcserverd" -> RUNNER;
      case "s6-rc", "s6-rc-update" -> MANAGER;
      default -> isRun(words) ? DAEMON : OTHER;
    };
  }

  private static boolean isRun(List<String> words) {
    return words.equals(List.of("/bin/sh", "./run"))
        || words.equals(List.of("/bin/sh", "run"))
        || words.equals(List.of("sleep", Tree.LONG));
  }
}
