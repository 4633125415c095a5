package s6j.command.live;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;
import s6j.formats.NameTable;
import s6j.formats.RcDatabase;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.rc.live.Followers;
import s6j.rc.live.StateFile;

/**
 * {@code s6 scale}: how many instances of a template are up. The first ones in the order of their
 * numbers or names are started, the others stopped, by s6-rc.
 */
public final class ServiceScale {
  private static final int UNKNOWN_NAME = 3;

  private static final Option DRY_RUN = Option.flag('n', "dry-run", "only show what would be done");
  private static final Program PROGRAM =
      Subcommand.options("s6 scale").options(DRY_RUN, LiveTimeout.TIMEOUT).takingOptionsAnywhere();

  private final CommandCall call;
  private final HeldLive live;
  private final boolean isDryRun;
  private final long timeout;
  private NameTable services;

  private ServiceScale(CommandCall call, boolean isDryRun, long timeout) {
    this.call = call;
    this.isDryRun = isDryRun;
    this.timeout = timeout;
    live = new HeldLive(call);
  }

  public static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    long timeout = line.number(LiveTimeout.TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    for (byte[] word : line.operands(0)) {
      int equals = CString.indexOf(word, '=');
      int length = CString.length(word);
      if (equals == 0 || equals > 0 && Decimal.parse(word, equals + 1, length, 10) < 0)
        return call.messages.usage("s6 scale [ -n ] [ -t timeout ] [ template[=count]... ]");
    }
    ServiceScale scale = new ServiceScale(call, line.has(DRY_RUN), timeout);
    int code = scale.live.take();
    if (code == 0) code = scale.live.readServices();
    if (code == 0) code = scale.all(line.operands(0));
    scale.live.release();
    return code;
  }

  private int all(byte[][] words) {
    services = TemplateInstances.namesOf(live.database());
    byte[][] wanted = words.length == 0 ? templates() : words;
    Output out = call.output();
    int code = 0;
    for (int i = 0; i < wanted.length && code == 0; i++) {
      int equals = CString.indexOf(wanted[i], '=');
      int end = equals < 0 ? CString.length(wanted[i]) : equals;
      byte[] template = CString.slice(wanted[i], 0, end);
      TemplateInstances instances = new TemplateInstances(live.database(), services, template);
      code = learn(template, instances);
      if (code == 0 && equals < 0) show(template, instances, out);
      else if (code == 0) code = scale(template, instances, count(wanted[i], equals + 1));
    }
    return out.finish(call.messages, code);
  }

  private static long count(byte[] word, int from) {
    return Decimal.parse(word, from, CString.length(word), 10);
  }

  /** Whatever is in front of an {@code @}, each once. */
  private byte[][] templates() {
    NameTable found = new NameTable();
    RcDatabase database = live.database();
    for (int i = 0; i < database.count(); i++) {
      byte[] name = database.nameOf(i);
      int at = CString.indexOf(name, '@');
      byte[] template = at > 0 ? CString.slice(name, 0, at) : name;
      if (at > 0 && found.find(template) < 0) found.add(template);
    }
    NameList names = new NameList();
    for (int i = 0; i < found.count(); i++) names.add(found.name(i));
    return names.sort().toArray();
  }

  private int learn(byte[] template, TemplateInstances instances) {
    if (instances.count() == 0) {
      call.messages.fatal().bytes(template).text(" is no template: there is no service ");
      return call.messages.bytes(template).text("@... of that name").exit(UNKNOWN_NAME);
    }
    boolean[] bundle = new boolean[live.state().length];
    int code = live.find(template, bundle);
    if (code == 0) instances.learnFrom(bundle);
    return code;
  }

  private void show(byte[] template, TemplateInstances instances, Output out) {
    int up = 0;
    for (int i = 0; i < instances.count(); i++) if (instances.isUp(i, live.state())) up++;
    out.bytes(template).text("=").number(up).text("/").number(instances.count()).line();
  }

  private int scale(byte[] template, TemplateInstances instances, long count) {
    if (count > instances.count()) return tooMany(template, instances.count());
    byte[] state = live.state();
    boolean[] toStop = new boolean[state.length];
    boolean[] toStart = new boolean[state.length];
    for (int i = 0; i < instances.count(); i++) {
      if (i < count) instances.choose(i, true, toStart);
      else instances.choose(i, false, toStop);
    }
    for (int i = 0; i < state.length; i++) {
      boolean up = (state[i] & StateFile.UP) != 0;
      toStop[i] &= up;
      toStart[i] &= !up;
    }
    NameList stopped = namesOf(toStop);
    new Followers(live.database(), state).closeDown(toStop);
    for (int i = 0; i < toStop.length; i++)
      if (toStop[i] && (state[i] & StateFile.UP) != 0 && !instances.isOfTemplate(i))
        return isNeeded(template, i);
    NameList started = namesOf(toStart);
    int code = 0;
    if (stopped.count() > 0) code = live.change("stop", stopped.toArray(), timeout, isDryRun);
    if (code != 0 || started.count() == 0) return code;
    return live.change("start", started.toArray(), timeout, isDryRun);
  }

  private NameList namesOf(boolean[] members) {
    NameList names = new NameList();
    for (int i = 0; i < members.length; i++) if (members[i]) names.add(live.database().nameOf(i));
    return names;
  }

  private int tooMany(byte[] template, int count) {
    Messages message = call.messages.fatal().bytes(template).text(" has ").number(count);
    message.text(count == 1 ? " instance" : " instances");
    return message.text(": its definition says how many there are").exit(1);
  }

  private int isNeeded(byte[] template, int service) {
    Messages message = call.messages.fatal().bytes(live.database().nameOf(service));
    message.text(" needs an instance of ").bytes(template);
    return message.text(" that would be stopped").exit(1);
  }
}
