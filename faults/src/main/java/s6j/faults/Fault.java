package s6j.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import s6j.posix.Signal;

/** What is done to a tree; each draws its victim from the seed. */
enum Fault {
  KILL_DAEMON(6) {
    @Override
    void strike(Disturbance on) {
      on.kill(Role.DAEMON);
    }
  },
  KILL_SUPERVISOR(6) {
    @Override
    void strike(Disturbance on) {
      on.kill(Role.SUPERVISOR);
    }
  },
  KILL_LOGGER(4) {
    @Override
    void strike(Disturbance on) {
      on.kill(Role.LOGGER);
    }
  },
  KILL_SCANNER(2) {
    @Override
    void strike(Disturbance on) {
      on.kill(Role.SCANNER);
    }
  },
  KILL_SEVERAL_SUPERVISORS(2) {
    @Override
    void strike(Disturbance on) {
      for (int i = 0; i < 8; i++) on.kill(Role.SUPERVISOR);
    }
  },
  KILL_HOLDER(1) {
    @Override
    void strike(Disturbance on) {
      on.kill(Role.HOLDER);
    }
  },
  KILL_RUNNER(1) {
    @Override
    void strike(Disturbance on) {
      on.kill(Role.RUNNER);
    }
  },
  STOP_ANY(4) {
    @Override
    void strike(Disturbance on) {
      Role[] roles = {Role.DAEMON, Role.SUPERVISOR, Role.LOGGER, Role.SCANNER};
      on.signal(roles[on.random.nextInt(roles.length)], Signal.SIGSTOP);
    }
  },
  TERM_ANY(3) {
    @Override
    void strike(Disturbance on) {
      on.signal(on.random.nextBoolean() ? Role.DAEMON : Role.LOGGER, Signal.SIGTERM);
    }
  },
  FULL_DISK(2) {
    @Override
    void strike(Disturbance on) throws IOException {
      Path filler = on.tree.root.resolve("filler");
      byte[] piece = new byte[1 << 20];
      try (var out = Files.newOutputStream(filler)) {
        while (true) out.write(piece);
      } catch (IOException full) {
        on.undo.add(() -> Files.deleteIfExists(filler));
      }
    }
  },
  FEW_DESCRIPTORS(2) {
    @Override
    void strike(Disturbance on) {
      limit(
          on, "--nofile=3:4096", "--nofile=1024:4096", Role.SUPERVISOR, Role.LOGGER, Role.SCANNER);
    }
  },
  FEW_PROCESSES(2) {
    @Override
    void strike(Disturbance on) {
      limit(on, "--nproc=1:4000", "--nproc=4000:4000", Role.SUPERVISOR, Role.SCANNER, Role.RUNNER);
    }
  },
  LETTERS_TO_SUPERVISOR(3) {
    @Override
    void strike(Disturbance on) {
      List<Path> all = on.tree.supervised();
      Path service = all.get(on.random.nextInt(all.size()));
      if (service.endsWith("log")) on.loggersHurt();
      on.tree.shell.letters(service.resolve("supervise/control"), on.letters());
    }
  },
  LETTERS_TO_SCANNER(1) {
    @Override
    void strike(Disturbance on) {
      on.loggersHurt();
      on.tree.shell.letters(on.tree.scan.resolve(".s6-svscan/control"), on.letters());
    }
  },
  /** The letters mean nothing to s6. */
  NEW_IMAGES(3) {
    @Override
    void strike(Disturbance on) {
      List<Path> all = on.tree.supervised();
      on.tree.shell.letters(on.tree.scan.resolve(".s6-svscan/control"), new byte[] {'U'});
      for (int i = 0; i < 4; i++) {
        Path service = all.get(on.random.nextInt(all.size()));
        on.tree.shell.letters(service.resolve("supervise/control"), new byte[] {'e'});
      }
    }
  },
  CLOCK_JUMP(3) {
    @Override
    void strike(Disturbance on) throws IOException {
      ClockTrial.jump(on.tree, on.random);
    }
  },
  KILLED_CHANGE(2) {
    @Override
    void strike(Disturbance on) throws IOException {
      disturb(on, on.random.nextInt(2));
    }
  },
  KILLED_UPDATE(2) {
    @Override
    void strike(Disturbance on) throws IOException {
      on.updateKilled = true;
      disturb(on, 2 + on.random.nextInt(2));
    }
  };

  private static final int MOST_MILLIS = 400;

  /** How often it is drawn, relative to the others. */
  final int weight;

  Fault(int weight) {
    this.weight = weight;
  }

  abstract void strike(Disturbance on) throws IOException;

  /** Those that can be done to a tree here. */
  static Set<Fault> possible(Tree tree) throws IOException {
    Set<Fault> all = EnumSet.allOf(Fault.class);
    if (tree.shell.clock == null) all.remove(CLOCK_JUMP);
    // The kernel counts no processes of the real root.
    String[] ids = Files.readString(Path.of("/proc/self/uid_map")).trim().split("\\s+");
    if (ids[1].equals("0")) all.remove(FEW_PROCESSES);
    return all;
  }

  static Fault any(Random random, Set<Fault> possible) {
    int sum = 0;
    for (Fault fault : possible) sum += fault.weight;
    int drawn = random.nextInt(sum);
    for (Fault fault : possible) {
      drawn -= fault.weight;
      if (drawn < 0) return fault;
    }
    throw new IllegalStateException();
  }

  /** Sets a limit of any process of one of the roles, and the usual one afterwards. */
  private static void limit(Disturbance on, String few, String usual, Role... roles) {
    LiveProcess victim = on.any(roles[on.random.nextInt(roles.length)]);
    if (victim == null) return;
    String pid = Integer.toString(victim.pid());
    on.tree.shell.command("prlimit", "--pid", pid, few);
    on.undo.add(() -> on.tree.shell.command("prlimit", "--pid", pid, usual));
  }

  private static void disturb(Disturbance on, int kind) throws IOException {
    Process change = on.tree.rc.beginChange(kind);
    on.pause(on.random.nextInt(MOST_MILLIS));
    on.tree.shell.signal((int) change.pid(), Signal.SIGKILL);
  }
}
