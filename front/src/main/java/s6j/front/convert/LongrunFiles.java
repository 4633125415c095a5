package s6j.front.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import s6j.front.definition.Definition;
import s6j.front.definition.Readiness;
import s6j.front.definition.Restart;
import s6j.front.definition.Script;
import s6j.front.shell.Sh;
import s6j.front.shell.SimpleCommand;

/** What a longrun has in its source directory beside what every service has. */
final class LongrunFiles {
  /** Deaths that count as failures: exit codes, and signals that nobody sends in good order. */
  private static final String FAILURES =
      "1-255,SIGQUIT,SIGILL,SIGABRT,SIGBUS,SIGFPE,SIGKILL,SIGSEGV,SIGSYS,SIGXCPU,SIGXFSZ";

  private final Definition definition;
  private final Map<String, SourceFile> files;
  private final Prologue prologue;
  private final LeftoverScript leftovers;

  LongrunFiles(Definition definition, Map<String, SourceFile> files) {
    this.definition = definition;
    this.files = files;
    this.prologue = new Prologue(definition);
    this.leftovers = new LeftoverScript(definition);
  }

  void write() {
    writeRun();
    writeFinish();
    writeCheck();
    writePrograms();
    writeNumbers();
    writeSignals();
    writePipeline();
  }

  private void writeRun() {
    Script run = definition.scripts.get(Definition.Role.RUN);
    String before = prologue.text() + leftovers.marking();
    List<String> chain = chain();
    if (before.isEmpty() && chain.isEmpty() && definition.directory.isEmpty() && !isOurs(run)) {
      files.put("run", SourceFile.program(ended(run.text())));
      return;
    }
    String text =
        Prologue.heading(definition)
            + before
            + (run.isPlainShell() && chain.isEmpty()
                ? changeDirectory() + body(run)
                : "exec " + chained(chain, run));
    files.put("run", SourceFile.program(text));
  }

  /** Whether the text of the script cannot be a file of its own as it stands. */
  private static boolean isOurs(Script script) {
    return script.form() != Script.Form.SHELL || script.isPlainShell();
  }

  /** Programs around run; the check first, since it works in the service directory. */
  private List<String> chain() {
    List<String> chain = new ArrayList<>();
    definition.readiness.ifPresent(ready -> chain.addAll(notifier(ready)));
    chain.addAll(prologue.chain());
    return chain;
  }

  private static List<String> notifier(Readiness ready) {
    List<String> words = new ArrayList<>();
    switch (ready.way()) {
      case NEWLINE -> {}
      case SD_NOTIFY -> words.addAll(List.of("s6-notify-fd-from-socket", "-3", "" + ready.fd()));
      case CHECK -> {
        words.addAll(List.of("s6-notifyoncheck", "-3", "" + ready.fd()));
        words.addAll(List.of("-w", "" + ready.interval(), "-n", "" + ready.tries()));
        if (ready.timeout() > 0) words.addAll(List.of("-T", "" + ready.timeout()));
      }
    }
    return words;
  }

  private String changeDirectory() {
    if (definition.directory.isEmpty()) return "";
    return "cd " + Sh.quote(definition.directory) + " || exit 111\n";
  }

  private String chained(List<String> chain, Script run) {
    String words = chain.isEmpty() ? "" : Sh.line(chain) + " ";
    if (!run.isPlainShell() && !definition.directory.isEmpty())
      words += "/bin/sh -c " + Sh.quote(changeDirectory() + "exec \"$@\"") + " sh ";
    return words + last(run) + "\n";
  }

  private String last(Script run) {
    return switch (run.form()) {
      case COMMAND -> Sh.line(run.words());
      case EXECLINE -> "execlineb -Pc " + Sh.quote(run.text());
      case SHELL -> {
        String text = run.isPlainShell() ? "#!/bin/sh\n" + changeDirectory() + body(run) : "";
        files.put("data/run", SourceFile.program(text.isEmpty() ? ended(run.text()) : text));
        yield (definition.directory.isEmpty() ? "./data/run" : "\"$PWD/data/run\"") + " \"$@\"";
      }
    };
  }

  private static String body(Script script) {
    return SimpleCommand.replacing(ended(script.text()));
  }

  static String ended(String text) {
    return text.endsWith("\n") ? text : text + "\n";
  }

  private void writeFinish() {
    Script finish = definition.scripts.get(Definition.Role.FINISH);
    String verdict = verdict();
    String ending = leftovers.ending();
    if (ending.isEmpty() && verdict.isEmpty() && finish != null) {
      files.put("finish", SourceFile.program(asFile(finish)));
      return;
    }
    if (ending.isEmpty() && verdict.isEmpty()) return;
    String own = "";
    if (finish != null) {
      files.put("data/finish", SourceFile.program(asFile(finish)));
      own = "./data/finish \"$@\"\n[ $? != 125 ] || exit 125\n";
    }
    files.put("finish", SourceFile.program(Prologue.heading(definition) + ending + own + verdict));
  }

  private static String asFile(Script script) {
    return switch (script.form()) {
      case SHELL -> (script.isPlainShell() ? "#!/bin/sh\n" : "") + ended(script.text());
      case COMMAND -> "#!/bin/sh\nexec " + Sh.line(script.words()) + " \"$@\"\n";
      case EXECLINE -> "#!/bin/sh\nexec execlineb -Pc " + Sh.quote(script.text()) + "\n";
    };
  }

  /** Lines that end in 125 where the service is not to be started again. */
  private String verdict() {
    StringBuilder text = new StringBuilder();
    if (prologue.mayBeSkipped()) text.append("[ ! -e " + prologue.skipped() + " ] || exit 125\n");
    Restart restart = definition.restart;
    String codes = codes(restart);
    boolean decides = !codes.isEmpty() || restart.deaths() > 0;
    // An order to stop is not a death: giving up would announce a failure that was none.
    if (decides) text.append("[ \"$(s6-svstat -o wantedup .)\" = true ] || exit 0\n");
    if (!codes.isEmpty()) text.append("case $1 in\n  " + codes + ") exit 125 ;;\nesac\n");
    if (restart.deaths() > 0)
      text.append("exec s6-permafailon " + restart.withinSeconds() + " " + restart.deaths())
          .append(" " + FAILURES + " true\n");
    return text.toString();
  }

  private static String codes(Restart restart) {
    if (restart.policy() == Restart.Policy.NEVER) return "*";
    String codes =
        restart.giveUpCodes().stream().map(String::valueOf).collect(Collectors.joining(" | "));
    if (restart.policy() == Restart.Policy.ALWAYS) return codes;
    return codes.isEmpty() ? "0" : "0 | " + codes;
  }

  private void writeCheck() {
    definition
        .readiness
        .flatMap(Readiness::check)
        .ifPresent(check -> files.put("data/check", SourceFile.program(asFile(check))));
  }

  private void writePrograms() {
    definition.programs.forEach(
        (name, script) -> files.put("data/" + name, SourceFile.program(asFile(script))));
  }

  private void writeNumbers() {
    definition.readiness.ifPresent(r -> files.put("notification-fd", SourceFile.line(r.fd())));
    if (definition.lockFd > 0) files.put("lock-fd", SourceFile.line(definition.lockFd));
    int tally = Math.max(definition.restart.tally(), definition.restart.deaths());
    if (tally > 0) files.put("max-death-tally", SourceFile.line(tally));
    if (!definition.restart.backoff().isEmpty())
      files.put("restart-backoff", SourceFile.line(definition.restart.backoff()));
    leftovers.timeout().ifPresent(ms -> files.put("timeout-finish", SourceFile.line(ms)));
    if (definition.killGroup) files.put("flag-timeout-killpg", SourceFile.text(""));
    if (definition.newPidNamespace) files.put("flag-newpidns", SourceFile.text(""));
    if (definition.downSignalAlone) files.put("flag-no-cont", SourceFile.text(""));
    if (!definition.adoption.flag.isEmpty())
      files.put(definition.adoption.flag, SourceFile.text(""));
  }

  private void writeSignals() {
    if (!definition.downSignal.isEmpty())
      files.put("down-signal", SourceFile.line(definition.downSignal));
    if (!definition.reloadSignal.isEmpty())
      files.put("reload-signal", SourceFile.line(definition.reloadSignal));
  }

  private void writePipeline() {
    definition.producerFor.ifPresent(name -> files.put("producer-for", SourceFile.line(name)));
    if (!definition.pipelineName.isEmpty())
      files.put("pipeline-name", SourceFile.line(definition.pipelineName));
    if (definition.consumerFor.isEmpty()) return;
    String lines =
        definition.consumerFor.stream()
            .map(name -> name + "\n")
            .sorted()
            .distinct()
            .collect(Collectors.joining());
    files.put("consumer-for", SourceFile.text(lines));
  }
}
