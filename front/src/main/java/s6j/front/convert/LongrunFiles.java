package s6j.front.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import s6j.front.definition.Definition;
import s6j.front.definition.EndOfRun;
import s6j.front.definition.Keys;
import s6j.front.definition.KillWord;
import s6j.front.definition.Listen;
import s6j.front.definition.Readiness;
import s6j.front.definition.Restart;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.TimeoutWord;
import s6j.front.shell.Sh;
import s6j.front.shell.SimpleCommand;
import s6j.front.toml.Name;

/** What a longrun has in its source directory beside what every service has. */
final class LongrunFiles {
  /** Deaths that count as failures: exit codes, and signals that nobody sends in good order. */
  private static final String FAILURES =
      "1-255,SIGQUIT,SIGILL,SIGABRT,SIGBUS,SIGFPE,SIGKILL,SIGSEGV,SIGSYS,SIGXCPU,SIGXFSZ";

  private final Definition definition;
  private final Map<String, SourceFile> files;
  private final Prologue prologue;
  private final LeftoverScript leftovers;
  private final String directory;

  LongrunFiles(Definition definition, Map<String, SourceFile> files) {
    this.definition = definition;
    this.files = files;
    this.prologue = new Prologue(definition);
    this.leftovers = new LeftoverScript(definition);
    this.directory = definition.get(Keys.DIRECTORY);
  }

  void write() {
    writeRun();
    writeFinish();
    writePrograms();
    writeNumbers();
  }

  private void writeRun() {
    ScriptValue run = definition.get(Keys.RUN);
    String before = prologue.text() + leftovers.marking() + overdue();
    List<String> chain = chain();
    if (before.isEmpty() && chain.isEmpty() && directory.isEmpty() && !isOurs(run)) {
      files.put("run", SourceFile.program(ended(run.text())));
      return;
    }
    String text =
        Prologue.heading(definition)
            + before
            + (run.isPlainShell() && chain.isEmpty()
                ? prologue.changeDirectory() + body(run)
                : "exec " + chained(chain, run));
    files.put("run", SourceFile.program(text));
  }

  /** A process that stands by, in no relation to run, so that run waits for none that it made. */
  private String overdue() {
    long millis = definition.get(Keys.RUN_AT_MOST);
    if (millis == 0) return "";
    String signal = definition.get(Keys.DOWN_SIGNAL);
    String kill = "kill -s " + (signal.isEmpty() ? "TERM" : signal.replaceFirst("^SIG", ""));
    long patience = definition.get(Keys.TIMEOUTS).getOrDefault(TimeoutWord.KILL, 0L);
    // The process of the service is run, or s6-tree, whose child run is then.
    String present = "case $(s6-svstat -o pid .) in $$ | $PPID) ;; *) exit ;; esac";
    String closing =
        definition.find(Keys.READINESS).map(ready -> ready.get(Readiness.FD) + ">&- ").orElse("");
    return "rm -f overdue\n( (\n  sleep "
        + seconds(millis)
        + "\n  "
        + present
        + "\n  : >overdue\n  "
        + kill
        + " $$\n"
        + (patience == 0
            ? ""
            : "  sleep " + seconds(patience) + "\n  " + present + "\n  kill -s KILL $$\n")
        + ") </dev/null "
        + closing
        + "& )\n";
  }

  private static String seconds(long millis) {
    return millis / 1000 + "." + String.valueOf(1000 + millis % 1000).substring(1);
  }

  /** Whether the text of the script cannot be a file of its own as it stands. */
  private static boolean isOurs(ScriptValue script) {
    return script.form() != ScriptValue.Form.SHELL || script.isPlainShell();
  }

  /** Programs around run; the check first, since it works in the service directory. */
  private List<String> chain() {
    List<String> chain = new ArrayList<>();
    definition.find(Keys.READINESS).ifPresent(ready -> chain.addAll(notifier(ready)));
    definition.find(Keys.LISTEN).ifPresent(listen -> chain.addAll(sockets(listen)));
    chain.addAll(prologue.chain());
    return chain;
  }

  /** From the service beside this one that keeps them; or one connection at a time. */
  private List<String> sockets(Listen listen) {
    Optional<Integer> each = listen.find(Listen.EACH);
    String holder = "../" + SocketServices.nameOf(definition, listen);
    if (each.isEmpty() && listen.get(Listen.STDIN)) return List.of("s6-listenfds", "-0", holder);
    if (each.isEmpty()) return List.of("s6-listenfds", holder);
    List<String> words = new ArrayList<>(List.of("s6-listend"));
    words.addAll(listen.words());
    words.addAll(List.of("-c", String.valueOf(each.get())));
    return words;
  }

  private static List<String> notifier(Readiness ready) {
    List<String> words = new ArrayList<>();
    switch (ready.way()) {
      case NEWLINE -> {}
      case SD_NOTIFY -> {
        words.addAll(List.of("s6-notify-fd-from-socket", "-s", "-3", "" + ready.get(Readiness.FD)));
        if (ready.get(Readiness.WATCHDOG) > 0)
          words.addAll(List.of("-w", "" + ready.get(Readiness.WATCHDOG)));
      }
      case CHECK -> {
        words.addAll(List.of("s6-notifyoncheck", "-3", "" + ready.get(Readiness.FD)));
        words.addAll(
            List.of("-w", "" + ready.get(Readiness.EVERY), "-n", "" + ready.get(Readiness.TRIES)));
        if (ready.get(Readiness.TIMEOUT) > 0)
          words.addAll(List.of("-T", "" + ready.get(Readiness.TIMEOUT)));
      }
    }
    return words;
  }

  private String chained(List<String> chain, ScriptValue run) {
    String words = chain.isEmpty() ? "" : Sh.line(chain) + " ";
    if (!run.isPlainShell() && !directory.isEmpty())
      words += "/bin/sh -c " + Sh.quote(prologue.changeDirectory() + "exec \"$@\"") + " sh ";
    return words + last(run) + "\n";
  }

  private String last(ScriptValue run) {
    return switch (run.form()) {
      case COMMAND -> Sh.line(run.words());
      case EXECLINE -> "execlineb -Pc " + Sh.quote(run.text());
      case SHELL -> {
        String text =
            run.isPlainShell() ? "#!/bin/sh\n" + prologue.changeDirectory() + body(run) : "";
        files.put("data/run", SourceFile.program(text.isEmpty() ? ended(run.text()) : text));
        yield (directory.isEmpty() ? "./data/run" : "\"$PWD/data/run\"") + " \"$@\"";
      }
    };
  }

  private static String body(ScriptValue script) {
    return SimpleCommand.replacing(ended(script.text()));
  }

  static String ended(String text) {
    return text.endsWith("\n") ? text : text + "\n";
  }

  private void writeFinish() {
    ScriptValue finish = definition.get(Keys.FINISH);
    String verdict = verdict();
    String ending = leftovers.ending();
    String removing = new OwnFiles(definition).removing();
    boolean isOwnAlone = ending.isEmpty() && verdict.isEmpty() && removing.isEmpty();
    if (isOwnAlone && finish != null) {
      files.put("finish", SourceFile.program(asFile(finish)));
      return;
    }
    if (isOwnAlone) return;
    String own = "";
    if (finish != null) {
      files.put("data/finish", SourceFile.program(asFile(finish)));
      own = "./data/finish \"$@\"\n[ $? != 125 ] || exit 125\n";
    }
    if (!own.isEmpty() && !removing.isEmpty())
      own = "./data/finish \"$@\"\n_code=$?\n" + removing + "[ $_code != 125 ] || exit 125\n";
    else own += removing;
    files.put("finish", SourceFile.program(Prologue.heading(definition) + ending + own + verdict));
  }

  private static String asFile(ScriptValue script) {
    return switch (script.form()) {
      case SHELL -> (script.isPlainShell() ? "#!/bin/sh\n" : "") + ended(script.text());
      case COMMAND -> "#!/bin/sh\nexec " + Sh.line(script.words()) + " \"$@\"\n";
      case EXECLINE -> "#!/bin/sh\nexec execlineb -Pc " + Sh.quote(script.text()) + "\n";
    };
  }

  /** What did not tell that it lives has failed, whatever it exited with when it was ended. */
  private String unwatched(Restart restart) {
    boolean isWatched =
        definition.find(Keys.READINESS).filter(r -> r.get(Readiness.WATCHDOG) > 0).isPresent();
    boolean isRestarted = restart.get(Restart.POLICY) != Restart.Policy.NEVER;
    return isWatched && isRestarted ? "[ ! -e supervise/watchdog ] || set -- 256 6\n" : "";
  }

  /** Lines that end in 125 where the service is not to be started again. */
  private String verdict() {
    StringBuilder text = new StringBuilder();
    if (prologue.mayBeSkipped()) text.append("[ ! -e " + prologue.skipped() + " ] || exit 125\n");
    Restart restart = definition.get(Keys.RESTART);
    String codes = codes(restart);
    boolean decides = !codes.isEmpty() || restart.get(Restart.DEATHS) > 0;
    // An order to stop is not a death: giving up would announce a failure that was none.
    if (definition.get(Keys.RUN_AT_MOST) > 0)
      text.append("[ ! -e overdue ] || { rm -f overdue; shift; set -- 1 \"$@\"; }\n");
    if (decides) text.append("[ \"$(s6-svstat -o wantedup .)\" = true ] || exit 0\n");
    OnFailure failure = new OnFailure(definition);
    if (!failure.isNone() && decides) text.append(failure.functions());
    String told = failure.isNone() ? "" : failure.unlessClean() + "    ";
    if (!codes.isEmpty()) text.append(unwatched(restart));
    if (!codes.isEmpty())
      text.append(ended(restart))
          .append(spared(restart) + "  " + codes + ") " + told + "exit 125 ;;\nesac\n");
    if (restart.get(Restart.DEATHS) > 0)
      text.append(
              (failure.isNone() ? "exec " : "")
                  + "s6-permafailon "
                  + restart.get(Restart.WITHIN)
                  + " "
                  + restart.get(Restart.DEATHS))
          .append(" " + FAILURES + " true\n")
          .append(failure.isNone() ? "" : failure.tooOften());
    return text.toString();
  }

  /** The head of a case of how it ended: the exit code, or S and the number of a signal. */
  private static String ended(Restart restart) {
    boolean looksAtSignals =
        restart.get(Restart.POLICY) == Restart.Policy.ON_SUCCESS
            || EndOfRun.hasSignals(restart.get(Restart.GIVE_UP_CODES))
            || EndOfRun.hasSignals(restart.get(Restart.RESTART_CODES));
    return looksAtSignals ? "_e=$1\n[ \"$_e\" != 256 ] || _e=S$2\ncase $_e in\n" : "case $1 in\n";
  }

  private static String spared(Restart restart) {
    List<Integer> spared = new ArrayList<>(restart.get(Restart.RESTART_CODES));
    if (restart.get(Restart.POLICY) == Restart.Policy.ON_SUCCESS) {
      spared.add(0);
      spared.addAll(EndOfRun.CLEAN);
      spared.removeAll(restart.get(Restart.GIVE_UP_CODES));
    }
    return spared.isEmpty() ? "" : "  " + EndOfRun.pattern(spared) + ") ;;\n";
  }

  /** Exit codes of which none is 256, that of a process that a signal ended. */
  private static final String ANY_CODE =
      "[0-9] | [0-9][0-9] | [01][0-9][0-9] | 2[0-4][0-9] | 25[0-5]";

  private static String codes(Restart restart) {
    String codes = EndOfRun.pattern(restart.get(Restart.GIVE_UP_CODES));
    return switch (restart.get(Restart.POLICY)) {
      case ALWAYS -> codes;
      case ON_FAILURE -> codes.isEmpty() ? "0" : "0 | " + codes;
      case ON_SIGNAL -> codes.isEmpty() ? ANY_CODE : ANY_CODE + " | " + codes;
      case ON_SUCCESS, NEVER -> "*";
    };
  }

  private void writePrograms() {
    definition
        .find(Keys.READINESS)
        .flatMap(Readiness::script)
        .ifPresent(check -> files.put("data/check", SourceFile.program(asFile(check))));
    definition.programs.forEach(
        (name, script) -> files.put("data/" + name, SourceFile.program(asFile(script))));
    definition.data.forEach((path, text) -> files.put("data/" + path, SourceFile.text(text)));
  }

  private void writeNumbers() {
    definition
        .find(Keys.READINESS)
        .ifPresent(ready -> put("notification-fd", ready.get(Readiness.FD)));
    Restart restart = definition.get(Keys.RESTART);
    int tally = Math.max(restart.get(Restart.TALLY), restart.get(Restart.DEATHS));
    if (tally > 0) put("max-death-tally", tally);
    if (!restart.get(Restart.BACKOFF).isEmpty())
      put("restart-backoff", restart.get(Restart.BACKOFF));
    writeKill();
    leftovers.timeout().ifPresent(millis -> put("timeout-finish", millis));
    if (mayEndForGood(restart)) files.put("flag-again", SourceFile.text(""));
    String flag = definition.get(Keys.ADOPT).flag;
    if (!flag.isEmpty()) files.put(flag, SourceFile.text(""));
    List<Name> producers = definition.get(Keys.CONSUMER_FOR);
    if (producers.isEmpty()) return;
    Stream<String> lines = producers.stream().map(name -> name + "\n").sorted().distinct();
    files.put("consumer-for", SourceFile.text(lines.collect(Collectors.joining())));
  }

  private void writeKill() {
    KillWord kill = definition.get(Keys.KILL);
    boolean follows = definition.get(Keys.FOLLOW);
    if (kill == KillWord.PROCESS && !follows) return;
    String line = kill.word() + (follows ? " follow" : "");
    put("kill", line + definition.find(Keys.KILL_GRACE).map(millis -> " " + millis).orElse(""));
  }

  /** What is down though it is up on paper is started by a start. */
  private static boolean mayEndForGood(Restart restart) {
    return restart.get(Restart.POLICY) != Restart.Policy.ALWAYS
        || !restart.get(Restart.GIVE_UP_CODES).isEmpty()
        || restart.get(Restart.DEATHS) > 0;
  }

  private void put(String file, Object value) {
    files.put(file, SourceFile.line(value));
  }
}
