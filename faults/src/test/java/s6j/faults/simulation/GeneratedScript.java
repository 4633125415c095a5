package s6j.faults.simulation;

import static s6j.posix.OpenFlags.*;

import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/**
 * The scripts that s6-rc-compile writes for the shell, done step by step as the shell would: there
 * is no shell on a fake machine. The programs they name are the suite's own.
 */
final class GeneratedScript {
  private static final String RETRIEVE = "s6-fdholder-retrieve";
  private static final String FILLER = "/usr/bin/fill-holder";
  private static final String BACKGROUND = "/usr/bin/in-background";

  private GeneratedScript() {}

  /** Puts the parts of the fd-holder's script that are processes of their own on the machine. */
  static void install(FakePosix machine) {
    machine.program(BACKGROUND, GeneratedScript::background);
    machine.program(FILLER, GeneratedScript::fill);
  }

  static boolean isFiller(FakePosix process) {
    return process.ownFile().equals(FILLER) || process.ownFile().equals(BACKGROUND);
  }

  static boolean is(String text) {
    return text.startsWith("#!/bin/sh\n");
  }

  static void run(FakePosix child, String script) {
    // PATH leads to the same files.
    String text = script.replace("/usr/bin/s6-", "s6-");
    if (text.contains("s6-ipcserverd")) beRunner(child, text);
    else if (text.contains("s6-fdholder-daemon")) beHolder(child, text);
    else beInPipeline(child, text);
  }

  private static void beRunner(FakePosix child, String text) {
    child.dup2(1, 2);
    child.dup2(3, 1);
    child.close(3);
    become(child, text.substring(text.indexOf("exec s6-ipcserver-socketbinder") + 5));
  }

  private static void beHolder(FakePosix child, String text) {
    child.unlink(Posix.CWD, CString.of("data/ready"));
    child.mkfifo(Posix.CWD, CString.of("data/ready"), 0600);
    start(child, BACKGROUND);
    int fd = child.open(Posix.CWD, CString.of("data/ready"), O_WRONLY, 0);
    child.dup2(fd, 1);
    child.close(fd);
    become(
        child, text.substring(text.indexOf("exec s6-fdholder-daemon") + 5, text.lastIndexOf('>')));
  }

  /** A child's child, which nobody waits for. */
  private static void background(FakePosix child) {
    Spawn spawn = spawn(FILLER);
    child.spawn(spawn);
    child.exit(0);
  }

  private static void fill(FakePosix child) {
    byte[] ready = CString.of("data/ready");
    int fd = child.open(Posix.CWD, ready, O_RDONLY, 0);
    child.read(fd, new byte[80], 0, 80);
    child.close(fd);
    child.unlink(Posix.CWD, ready);
    int names = child.open(Posix.CWD, CString.of("data/autofilled"), O_RDONLY, 0);
    child.dup2(names, 0);
    child.close(names);
    String line = "/usr/bin/s6-ipcclient -l0 -- s /usr/bin/s6-rc-fdholder-filler -1 --";
    if (start(child, line.split(" ")) == 0) child.exit(0);
    become(child, "s6-svc -t .");
  }

  /** Runs a program to its end: its raw wait status. */
  private static int start(FakePosix child, String... words) {
    int[] status = new int[1];
    int pid = child.spawn(spawn(words));
    return child.waitpid(pid, status, 0) == pid ? status[0] : -1;
  }

  private static Spawn spawn(String... words) {
    Spawn spawn = new Spawn();
    spawn.file = CString.of(words[0]);
    spawn.arguments = bytes(words);
    return spawn;
  }

  private static void beInPipeline(FakePosix child, String text) {
    byte[][] words = child.arguments();
    boolean hasBoth = text.contains("pipe:s6rc-w-") && text.contains("pipe:s6rc-r-");
    String step = words.length > 1 ? CString.text(words[1]) : "";
    if (step.equals("--s6rc-writes")) {
      int kept = child.dup(0, 9, false);
      child.dup2(1, 0);
      child.dup2(kept, 1);
      child.close(kept);
      become(child, "./run.user");
    } else if (hasBoth && !step.equals("--s6rc-reads")) {
      retrieve(child, text, "pipe:s6rc-r-", "./run --s6rc-reads");
    } else if (text.contains("pipe:s6rc-w-")) {
      child.dup2(0, 1);
      retrieve(child, text, "pipe:s6rc-w-", "./run --s6rc-writes");
    } else {
      retrieve(child, text, "pipe:s6rc-r-", "./run.user");
    }
  }

  private static void retrieve(FakePosix child, String text, String kind, String then) {
    int from = text.indexOf(kind);
    String pipe = text.substring(from, text.indexOf('\'', from));
    become(child, RETRIEVE + " ../s6rc-fdholder/s " + pipe + " " + then);
  }

  private static void become(FakePosix child, String line) {
    String[] words = line.replace("\\\n", " ").trim().split("\\s+");
    String file = words[0].startsWith(".") ? words[0] : "/usr/bin/" + words[0];
    child.exec(CString.of(file), bytes(words), child.environment());
    child.exit(126);
  }

  private static byte[][] bytes(String... words) {
    byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) bytes[i] = CString.of(words[i]);
    return bytes;
  }
}
