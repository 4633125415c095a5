package s6j.front.screen;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import s6j.front.ask.LiveOption;
import s6j.front.ask.ServiceLog;
import s6j.front.ask.ServiceState;
import s6j.front.ask.ServiceTree;

/** {@code s6j top}: services and a log, live and full-screen. */
@Command(
    name = "top",
    description = "Shows all services, renewed every second, and the log of the chosen one.",
    footer = {
      "",
      "Keys: up and down (or k and j) choose a service, q leaves.",
      "",
      "Exit codes: 0; 100 usage; 111 there is no terminal, or s6-rc has no answer.",
      "",
      "Examples:",
      "  s6j top",
      "  s6j top --once        print one screen and leave, also without a terminal"
    })
public final class TopCommand implements Callable<Integer> {
  private static final long MILLIS = 1000;
  private static final int ESCAPE = 27;
  private static final int CTRL_C = 3;

  @Mixin private LiveOption live;

  @Option(
      names = {"-s", "--scandir"},
      paramLabel = "SCANDIR",
      description = "the services of a scan directory, without s6-rc")
  private Path scandir;

  @Option(names = "--once", description = "print one screen")
  private boolean isOnce;

  @Spec private CommandSpec spec;

  private Size drawn = new Size(0, 0);
  private int selected;
  private List<ServiceState> services = List.of();

  @Override
  public Integer call() throws IOException {
    if (isOnce) {
      screen(80, 24).forEach(spec.commandLine().getOut()::println);
      return 0;
    }
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).build()) {
      show(terminal);
    } catch (IllegalStateException e) {
      throw new IOException("no terminal: " + e.getMessage(), e);
    }
    return 0;
  }

  private void show(Terminal terminal) throws IOException {
    Attributes before = terminal.enterRawMode();
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    try {
      loop(terminal);
    } finally {
      terminal.puts(Capability.cursor_visible);
      terminal.puts(Capability.exit_ca_mode);
      terminal.setAttributes(before);
      terminal.flush();
    }
  }

  private void loop(Terminal terminal) throws IOException {
    Display display = new Display(terminal, true);
    boolean goesOn = true;
    while (goesOn) {
      draw(terminal, display);
      goesOn = obey(terminal.reader());
    }
  }

  private void draw(Terminal terminal, Display display) throws IOException {
    Size size = size(terminal);
    display.resize(size.getRows(), size.getColumns());
    // Terminals break long lines anew when they become narrower.
    if (!size.equals(drawn)) display.clear();
    drawn = size;
    // Display scrolls what it was handed last time, in place.
    List<AttributedString> lines = new ArrayList<>();
    for (String line : screen(size.getColumns(), size.getRows()))
      lines.add(new AttributedString(line));
    display.update(lines, 0);
  }

  /** Takes all keys that are there, so that the services are asked once; false at the last. */
  private boolean obey(NonBlockingReader reader) throws IOException {
    int key = reader.read(MILLIS);
    while (key >= 0) {
      if (key == 'q' || key == CTRL_C) return false;
      move(key == ESCAPE ? arrow(reader) : key);
      key = reader.read(1);
    }
    return key != NonBlockingReader.EOF;
  }

  /** Some terminals do not tell. */
  private static Size size(Terminal terminal) {
    Size size = terminal.getSize();
    return size.getColumns() > 0 && size.getRows() > 0 ? size : new Size(80, 24);
  }

  /** Escape, then [ or O, then A or B. */
  private static int arrow(NonBlockingReader reader) throws IOException {
    int bracket = reader.read(50);
    int letter = bracket == '[' || bracket == 'O' ? reader.read(50) : 0;
    return letter == 'A' ? 'k' : letter == 'B' ? 'j' : 0;
  }

  private void move(int key) {
    int step = key == 'j' ? 1 : key == 'k' ? -1 : 0;
    selected = Math.max(0, Math.min(selected + step, services.size() - 1));
  }

  private List<String> screen(int columns, int rows) throws IOException {
    ServiceTree tree = ServiceTree.of(scandir, live.path);
    Map<String, ServiceState> all = new LinkedHashMap<>();
    tree.services(List.of()).forEach(service -> all.put(service.name(), service));
    services = all.values().stream().filter(s -> !s.name().startsWith("s6rc-")).toList();
    move(0);
    TopScreen screen = new TopScreen(services, columns, rows);
    List<String> log =
        services.isEmpty()
            ? List.of()
            : new ServiceLog(tree, all).tail(services.get(selected).name(), screen.logRows());
    return screen.lines(selected, log);
  }
}
