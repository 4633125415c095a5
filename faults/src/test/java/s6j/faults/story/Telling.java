package s6j.faults.story;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import s6j.posix.FileStat;
import s6j.posix.Signal;

/** One telling of a story on a ground. */
public final class Telling implements AutoCloseable {
  /** How long a loose telling waits for what may never come. */
  private static final long LOOSE_MILLIS = 15_000;

  private static final long LONGEST_PAUSE_MILLIS = 500;

  private final Story story;
  private final Ground ground;
  private final Place place;
  private final Map<String, Ground.Daemon> daemons = new LinkedHashMap<>();
  private Expected expected = new Expected();
  private boolean refused;

  public Telling(Story story, Ground ground) {
    this.story = story;
    this.ground = ground;
    place = new Place(ground.posix(), ground.root());
  }

  /** Everything happens as told, and the daemons end when they are asked to. */
  public void tell() {
    for (Step step : story.steps()) perform(step, true);
    end();
  }

  /** What is told happens, whatever comes of it, up to what must come true. */
  public void tellLoosely() {
    expected = new Expected();
    for (Step step : story.steps()) {
      if (step instanceof Step.Finally) return;
      perform(step, false);
    }
  }

  /** Whether a command has failed that should not have, and said so. */
  public boolean wasRefused() {
    return refused;
  }

  /** What must come true does. */
  public void tellEnd() {
    boolean ends = false;
    for (Step step : story.steps()) {
      if (ends) perform(step, true);
      ends |= step instanceof Step.Finally;
    }
  }

  private void perform(Step step, boolean strict) {
    if (step instanceof Step.Given file) place.write(file.path(), here(file.text()), file.mode());
    else if (step instanceof Step.Played played)
      place.write(played.path(), here(ground.textOf(played.script())), 0755);
    else if (step instanceof Step.Pass pass) ground.pass(pass.millis());
    else if (step instanceof Step.Start start) start(start);
    else if (step instanceof Step.Ask ask) ask(ask, strict);
  }

  private String here(String text) {
    return text.replace("$HERE", ground.root());
  }

  private List<String> here(List<String> texts) {
    return texts.stream().map(this::here).toList();
  }

  private void start(Step.Start start) {
    String line = here(String.join(" ", start.words()));
    Ground.Daemon present = daemons.get(line);
    if (present != null && !present.hasEnded()) return;
    daemons.put(line, ground.start(here(start.words()), start.input()));
  }

  private void ask(Step.Ask ask, boolean strict) {
    long patience = strict ? ground.patienceMillis() : LOOSE_MILLIS;
    long end = now() + patience;
    Ground.Answer answer = answer(ask);
    for (long pause = ground.pauseMillis();
        ask.again() && !isAsTold(ask, answer) && now() < end;
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
      ground.pass(pause);
      answer = answer(ask);
    }
    boolean told = isAsTold(ask, answer);
    refused |= !told && answer.code() != ask.code() && !answer.err().isEmpty();
    if (strict && !told) throw story.wrong(ask, difference(ask, answer));
  }

  private long now() {
    return ground.posix().monotonicNanos() / 1_000_000;
  }

  private boolean isAsTold(Step.Ask ask, Ground.Answer answer) {
    return answer.code() == ask.code()
        && expected.isSaid(here(ask.err()), answer.err())
        && expected.isSaid(here(ask.out()), answer.out());
  }

  private String difference(Step.Ask ask, Ground.Answer answer) {
    StringBuilder text = new StringBuilder(ask.text());
    text.append("\nexpected:\n").append(told(ask.code(), ask.out(), ask.err()));
    List<String> out = answer.out().lines().toList();
    List<String> err = answer.err().lines().toList();
    text.append("found:\n").append(told(answer.code(), out, err));
    return text.append("daemons:\n").append(ground.said(1)).append(ground.said(2)).toString();
  }

  private static String told(int code, List<String> out, List<String> err) {
    StringBuilder told = new StringBuilder();
    for (String line : out) told.append("> ").append(line).append('\n');
    for (String line : err) told.append("! ").append(line).append('\n');
    return told.append("= ").append(code).append('\n').toString();
  }

  private Ground.Answer answer(Step.Ask ask) {
    Builtin builtin = Builtin.of(ask.words().get(0));
    if (builtin == null) return ground.run(here(ask.words()), ask.input());
    return answer(builtin, here(ask.words().subList(1, ask.words().size())));
  }

  private Ground.Answer answer(Builtin builtin, List<String> words) {
    String first = words.isEmpty() ? "" : words.get(0);
    return switch (builtin) {
      case CAT -> text(place.read(first));
      case LOG -> text(place.log(first));
      case LS -> lines(place.names(first));
      case SIZE -> number(place.stat(first));
      case MODE -> mode(place.stat(first));
      case MKDIR -> made(first);
      case LINK -> done(place.link(first, words.get(1)));
      case RM -> done(place.remove(first));
      case LISTEN -> done(place.listen(first));
      case HEARD -> text(place.heard(first));
      case STDOUT -> text(ground.said(1));
      case STDERR -> text(ground.said(2));
      case KILL -> kill(Signals.number(first), String.join(" ", words.subList(1, words.size())));
      case WAIT -> waitFor(String.join(" ", words));
    };
  }

  private static Ground.Answer text(String text) {
    return text == null ? new Ground.Answer(1, "", "") : new Ground.Answer(0, text, "");
  }

  private static Ground.Answer lines(List<String> lines) {
    return text(lines == null ? null : String.join("\n", lines));
  }

  private static Ground.Answer number(FileStat stat) {
    return text(stat == null ? null : String.valueOf(stat.size));
  }

  private static Ground.Answer mode(FileStat stat) {
    return text(stat == null ? null : Integer.toOctalString(stat.permissions()));
  }

  private static Ground.Answer done(int result) {
    return new Ground.Answer(result < 0 ? 1 : 0, "", "");
  }

  private Ground.Answer made(String directory) {
    place.makeDirectories(directory);
    return done(0);
  }

  private Ground.Answer kill(int signal, String whom) {
    Ground.Daemon daemon = daemons.get(whom);
    int pid = daemon == null ? place.pid(whom) : daemon.hasEnded() ? 0 : daemon.pid();
    return done(pid > 1 ? ground.posix().kill(pid, signal) : -1);
  }

  private Ground.Answer waitFor(String line) {
    Ground.Daemon daemon = daemons.get(line);
    if (daemon == null) throw new AssertionError("no such daemon: " + line);
    if (!await(daemon)) return new Ground.Answer(0, "", line + " goes on\n");
    return new Ground.Answer(daemon.code(), "", "");
  }

  private boolean await(Ground.Daemon daemon) {
    for (long end = now() + ground.patienceMillis(); !daemon.hasEnded(); ) {
      if (now() >= end) return false;
      ground.pass(ground.pauseMillis());
    }
    return true;
  }

  /** Asks all daemons to end, the last first, and waits until they have. */
  public void end() {
    place.close();
    List<String> lines = new ArrayList<>(daemons.keySet());
    for (int i = lines.size() - 1; i >= 0; i--) {
      Ground.Daemon daemon = daemons.get(lines.get(i));
      if (!daemon.hasEnded()) ground.posix().kill(daemon.pid(), Signal.SIGTERM);
      if (!await(daemon)) throw new AssertionError(story + ": " + lines.get(i) + " goes on");
    }
  }

  @Override
  public void close() {
    place.close();
  }
}
