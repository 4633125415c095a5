package s6j.front.ask;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import s6j.front.run.Programs;
import s6j.front.run.Running;

/** The services of a scan directory, seen through s6-svstat. */
record ScanTree(Path scandir) implements ServiceTree {
  private static final String FIELDS = "up,wantedup,normallyup,ready,pid,exitcode,signal,updownfor";
  private static final int FIELD_COUNT = 8;
  private static final String LOG = "/log";

  /** An exit code of s6-svstat, other than that of no supervisor. */
  private static final String TROUBLE = "111";

  /**
   * One line for each directory, an exit code if there is none; a JVM starts one process as slowly
   * as a shell starts ten.
   */
  private static final String ASK_ALL =
      "stat=$1 fields=$2; shift 2; for d; do \"$stat\" -o $fields \"$d\" 2>/dev/null || echo $?; done";

  @Override
  public List<ServiceState> services(List<String> names) throws IOException {
    if (!Files.isDirectory(scandir)) throw new NoSuchFileException(scandir.toString());
    List<String> asked = names.isEmpty() ? all() : names;
    for (String name : asked)
      if (!Files.isDirectory(directory(name)))
        throw new NoSuchFileException(directory(name).toString());
    List<String> lines = asked.isEmpty() ? List.of() : ask(asked);
    List<ServiceState> services = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++)
      if (lines.get(i).equals(TROUBLE)) throw new IOException(trouble(asked.get(i)));
    for (int i = 0; i < asked.size(); i++) services.add(service(asked.get(i), lines.get(i)));
    return services;
  }

  /** Why s6-svstat could not tell; what may not be seen is not down. */
  private String trouble(String name) throws IOException {
    String path = directory(name).toAbsolutePath().toString();
    return Programs.run("s6-svstat", path).err().strip();
  }

  /** With the logger of each behind it. */
  private List<String> all() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> list = Files.list(scandir)) {
      for (Path entry : list.filter(Files::isDirectory).sorted().toList()) {
        String name = entry.getFileName().toString();
        if (name.startsWith(".")) continue;
        names.add(name);
        if (Files.isDirectory(entry.resolve("log"))) names.add(name + LOG);
      }
    }
    return names;
  }

  private List<String> ask(List<String> names) throws IOException {
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", ASK_ALL, "sh"));
    line.addAll(Programs.line("s6-svstat", FIELDS));
    for (String name : names) line.add(directory(name).toAbsolutePath().toString());
    Running.Answer answer = Running.run(line);
    List<String> lines = answer.out().lines().toList();
    if (lines.size() != names.size())
      throw new IOException("s6-svstat makes no sense: " + answer.err().strip());
    return lines;
  }

  private ServiceState service(String name, String line) throws IOException {
    String[] fields = line.strip().split(" ");
    boolean notifies = Files.exists(directory(name).resolve("notification-fd"));
    JsonObject told = new JsonObject();
    told.addProperty("name", name);
    told.addProperty("type", "longrun");
    boolean isSupervised = fields.length == FIELD_COUNT;
    told.addProperty("state", isSupervised && isMeantUp(fields, notifies) ? "up" : "down");
    told.addProperty("supervised", isSupervised);
    if (isSupervised) tell(fields, told);
    ServiceState state = new ServiceState(told, "", notifies);
    return state.word() == ServiceState.Word.FAILING ? state.with(troubles(name)) : state;
  }

  /** One that is up only once it is ready is on the way until then. */
  private static boolean isMeantUp(String[] fields, boolean notifies) {
    boolean isOnTheWay = is(fields[0]) && notifies && !is(fields[3]);
    return !isOnTheWay && (is(fields[1]) || is(fields[2]));
  }

  private static boolean is(String field) {
    return field.equals("true");
  }

  private static void tell(String[] fields, JsonObject told) {
    boolean isUp = is(fields[0]);
    told.addProperty("wantedUp", is(fields[1]));
    told.addProperty("running", isUp);
    told.addProperty("ready", isUp && is(fields[3]));
    told.addProperty("seconds", Long.parseLong(fields[7]));
    if (isUp) told.addProperty("pid", Long.parseLong(fields[4]));
    if (!fields[5].equals("-1")) told.addProperty("exitCode", Integer.parseInt(fields[5]));
    if (!fields[6].equals("NA")) told.addProperty("signal", fields[6]);
  }

  private List<Finding> troubles(String name) throws IOException {
    return StartOfScript.troubles(name, directory(name));
  }

  Path directory(String name) {
    return scandir.resolve(name);
  }

  @Override
  public String logger(String service) {
    boolean hasOne = Files.isDirectory(scandir.resolve(service + LOG));
    return hasOne ? service + LOG : service;
  }

  @Override
  public Reason why(String name) throws IOException {
    if (!Files.isDirectory(directory(name)))
      return new Reason(Reason.UNKNOWN, "there is no " + directory(name), "");
    ServiceState service = services(List.of(name)).get(0);
    boolean isUp = service.word() == ServiceState.Word.UP;
    String text = name + (isUp ? " is up: " : " is not up: ") + reason(name, service);
    return new Reason(isUp ? 0 : 1, text, "");
  }

  private String reason(String name, ServiceState service) throws IOException {
    String running = "it runs as pid " + service.number("pid") + since(service, " for ");
    return switch (service.word()) {
      case UP -> running;
      case STARTING -> running + " and has not notified readiness";
      case STOPPING -> running + ", and was told to end";
      case FAILING -> "it is wanted up, and is down" + since(service, " for ") + end(service);
      case STOPPED -> "it gave up or was brought down" + end(service) + ago(service);
      case DOWN -> isDown(name, service);
      case SKIPPED -> service.skipped();
    };
  }

  private String isDown(String name, ServiceState service) {
    if (!service.is("supervised")) return "it has no supervisor";
    return Files.exists(directory(name).resolve("down"))
        ? "it has a file down, and nobody has started it"
        : "nobody wants it to be" + end(service);
  }

  private static String ago(ServiceState service) {
    String since = since(service, ", ");
    return since.isEmpty() ? "" : since + " ago";
  }

  private static String since(ServiceState service, String before) {
    long seconds = service.number("seconds");
    return seconds < 0 ? "" : before + seconds + " s";
  }

  private static String end(ServiceState service) {
    String text = service.trouble().isEmpty() ? "" : ": " + service.trouble();
    return text + (service.lastEnd().isEmpty() ? "" : ", " + service.lastEnd());
  }
}
