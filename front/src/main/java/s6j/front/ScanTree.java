package s6j.front;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The services of a scan directory, seen through s6-svstat. */
record ScanTree(Path scandir) implements ServiceTree {
  private static final String FIELDS = "up,wantedup,ready,pid,exitcode,signal,updownfor";
  private static final String LOG = "/log";

  @Override
  public List<ServiceState> services(List<String> names) throws IOException {
    List<ServiceState> services = new ArrayList<>();
    for (String name : names.isEmpty() ? all() : names) services.add(service(name));
    return services;
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

  private ServiceState service(String name) throws IOException {
    Path directory = scandir.resolve(name);
    Running.Answer answer = Programs.run("s6-svstat", "-o", FIELDS, directory.toString());
    String[] fields = answer.out().strip().split(" ");
    JsonObject told = new JsonObject();
    told.addProperty("name", name);
    told.addProperty("type", "longrun");
    boolean isSupervised = answer.code() == 0 && fields.length == 7;
    told.addProperty("state", isSupervised && fields[1].equals("true") ? "up" : "down");
    told.addProperty("supervised", isSupervised);
    if (isSupervised) tell(fields, told);
    return new ServiceState(told, "", Files.exists(directory.resolve("notification-fd")));
  }

  private static void tell(String[] fields, JsonObject told) {
    boolean isUp = fields[0].equals("true");
    told.addProperty("wantedUp", fields[1].equals("true"));
    told.addProperty("running", isUp);
    told.addProperty("ready", isUp && fields[2].equals("true"));
    told.addProperty("seconds", Long.parseLong(fields[6]));
    if (isUp) told.addProperty("pid", Long.parseLong(fields[3]));
    if (!fields[4].equals("-1")) told.addProperty("exitCode", Integer.parseInt(fields[4]));
    if (!fields[5].equals("NA")) told.addProperty("signal", fields[5]);
  }

  @Override
  public String logger(String service) {
    boolean hasOne = Files.isDirectory(scandir.resolve(service + LOG));
    return hasOne ? service + LOG : service;
  }
}
