package s6j.dist.meaning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.tree.analysis.AnalyzerException;

/**
 * What the annotations of s6j.posix.meaning say of ints holds in all of main code, by its class
 * files (docs/internals/ints.md).
 */
class MeaningsTest {
  private static final int FEWEST_CLASSES = 800;
  private static final int FEWEST_EXITS = 250;

  /** Of the modules that are built before this one. */
  private static final String MAIN =
      "\\.\\./(?!bench|faults|mutation)[^/]+/target/classes/s6j/.*\\.class";

  private static final String WRONG = "\\.\\./dist/target/test-classes/.*/WrongInts\\.class";

  /** Where such ints are taken apart and put together. */
  private static final Set<String> CALCULATE =
      Set.of(
          "WaitStatus",
          // One answer that says of an errno which of two things it is about; reason() parts them.
          "ControlClient");

  /** Calls whose answer need not be looked at. */
  private static final Set<String> MAY_BE_FORGOTTEN =
      Set.of(
          // It is closed, whatever it answers; what must be on the disk is synced before.
          "close",
          // What cannot be removed stays, and is met by who comes next.
          "unlink",
          "remove",
          "removeEnd",
          "rmdir",
          // The process may have ended meanwhile, and that is looked at where it matters.
          "kill",
          "killAll",
          "signal",
          // Refused for numbers that are none of a signal, or of an open descriptor.
          "ignoreSignal",
          "defaultSignal",
          "setNonBlocking",
          "setCloseOnExec",
          "dup2",
          "removeFromPollSet",
          "shutdown",
          // Files are given away by root alone; others keep what they make.
          "chown",
          "chownLink",
          "fchown",
          // More descriptors are wished for, and no condition.
          "setLimit",
          // Nobody is told what became of it.
          "sync",
          // Refused to who leads a session already.
          "setsid",
          // No moment has no local time.
          "localTime");

  /** Others, with the place where they are. */
  private static final Set<String> FORGOTTEN =
      Set.of(
          // A list that cannot be read is empty: nothing more is known to be ended.
          "addDirectory Boot.endLoggers",
          "addDirectory Remains.holds",
          "addDirectory Remains.processes",
          // A pause that could not wait is a short one.
          "await Pause.millis",
          // Nothing was typed then, as far as is known.
          "await ServiceTop.obey",
          // Whoever took the terminal away has it.
          "setTerminalSettings RawTerminal.end",
          // Orphans are then collected by another.
          "becomeSubreaper SvscanMain.readWish",
          // The next call meets the same trouble, and tells of it.
          "fchdir RealPath.find",
          "fstat LogTrail.take",
          "make AwaitedService.subscribe",
          "mkdir FileTree.makeParents",
          "mkdir LogFiles.reopen",
          "open RcCall.open",
          "open RcUpdate.lock",
          "seek Repetition.readTail",
          // Where it fails, what stands there already is right.
          "getcwd SupervisePlaces.<init>",
          "copyFile LiveSwitch.keepTimes",
          "setDump UnfinishedUpdate.makePipes",
          // What comes behind is done where there is no such program.
          "exec FirstProcess.execScanner",
          "exec RescueShell.become",
          // Who is in no cgroup, or not killed by it, is looked for.
          "write ControlGroup.begin",
          "write ControlGroup.kill",
          // It may live on, as the first of a namespace, and then exits.
          "die TreeMain.end",
          // A way back from a failure, of which alone is told.
          "rename RepoInit.place",
          "rename ServiceFiles.exchangeAll",
          "send ServiceLink.undo",
          "truncate UtmpFile.append",
          // Who is told may have left.
          "offer Control.sendNothing",
          "offer Unsupervision.perform",
          "offer Unsupervision.release",
          "send Boot.endLoggers",
          "write CheckLoop.checkOnce",
          "write Children.tell",
          "write FdholderFiller.run",
          "write FirstProcess.settleDown",
          "write Announcement.tell",
          "write ScanLinks.unlink",
          "write Shutdownd.listen",
          "writeFully Wall.writeTo",
          // There is nobody else to tell; a name that is not noted costs a search.
          "write Messages.end",
          "write NamedServices.leave",
          // Called to be called.
          "nextSignal Training.callSystem",
          "poll Training.callSystem",
          "stat Training.callSystem",
          "waitpid Training.callSystem");

  private static Judge judge;

  @BeforeAll
  static void follow() throws IOException, AnalyzerException {
    Meanings meanings = new Meanings();
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      for (Path file : files.filter(one -> one.toString().matches(MAIN + "|" + WRONG)).toList())
        meanings.add(file);
    }
    meanings.read();
    judge = new Judge(meanings);
    judge.judge();
  }

  @Test
  void intsAreUsedAsWhatTheyAre() {
    assertTrue(judge.classes() >= FEWEST_CLASSES, judge.classes() + " classes seen");
    assertTrue(judge.exits() >= FEWEST_EXITS, judge.exits() + " methods with exit codes seen");
    Set<String> faults = found(judge.faults, false);
    for (String type : CALCULATE)
      assertTrue(
          faults.removeIf(one -> one.startsWith(type + ".") && one.contains(" calculates ")));
    assertEquals(Set.of(), faults);
  }

  @Test
  void answersAreForgottenOnlyWithAReason() {
    Set<String> forgotten = found(judge.ignored, false);
    for (String name : MAY_BE_FORGOTTEN)
      assertTrue(forgotten.removeIf(one -> one.startsWith(name + " ")), name + " is never used");
    assertEquals(new TreeSet<>(FORGOTTEN), forgotten);
  }

  @Test
  void whatIsWrongIsFound() {
    assertEquals(
        Set.of(
            "WrongInts.closesProcess [PID] given to fstat as [DESCRIPTOR]",
            "WrongInts.comparesProcessWithDescriptor [PID] compared with [DESCRIPTOR]",
            "WrongInts.countsErrno calculates + with [OR_ERRNO]",
            "WrongInts.deep errno returned as [EXIT_STATUS]",
            "WrongInts.exitsWithDescriptor [DESCRIPTOR] given to exit as [EXIT_STATUS]",
            "WrongInts.killsDescriptor [DESCRIPTOR] given to kill as [PID]",
            "WrongInts.killsWhatIsKept [DESCRIPTOR] given to kill as [PID]",
            "WrongInts.movesByErrno calculates + with [OR_ERRNO]",
            "WrongInts.nextDescriptor calculates + with [DESCRIPTOR]",
            "WrongInts.passesStatusOn [RAW_STATUS] returned as [EXIT_STATUS]",
            "WrongInts.picksStatusApart calculates >> with [RAW_STATUS]"),
        found(judge.faults, true));
    assertEquals(
        Set.of("chdir WrongInts.forgetsAnswer", "chosen WrongInts.forgetsOwn"),
        found(judge.ignored, true));
  }

  /** In the wrong example, or in main code. */
  private static Set<String> found(Set<String> all, boolean inExample) {
    return all.stream()
        .filter(one -> one.contains("WrongInts") == inExample)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
