package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Daemons of Debian's packages: installed in namespaces on an overlay of this system, their units
 * imported as they lie there, started, asked and stopped. -Ds6j.debian=DIR names where the packages
 * are, one directory each; what is not there is fetched by apt-get into it.
 */
class DebianIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int NOT_HERE = 77;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nginx | nginx | s6-probe tcp 127.0.0.1:80",
        "redis-server | redis-server | s6-probe tcp 127.0.0.1:6379",
        "mariadb-server | mariadb | s6-probe unix /run/mysqld/mysqld.sock",
        "postgresql | postgresql@15-main | s6-probe unix /run/postgresql/.s.PGSQL.5432",
        "haproxy | haproxy | s6-probe unix /run/haproxy/admin.sock",
        "rabbitmq-server | rabbitmq-server | s6-probe tcp 127.0.0.1:5672",
        "transmission-daemon | transmission-daemon | s6-probe tcp 127.0.0.1:9091",
        "chrony | chrony | test -S /run/chrony/chronyd.sock",
        "bind9 | named | s6-probe tcp 127.0.0.1:53",
        "memcached | memcached | s6-probe tcp 127.0.0.1:11211",
        "mosquitto | mosquitto | s6-probe tcp 127.0.0.1:1883",
        "dnsmasq | dnsmasq | s6-probe tcp 127.0.0.1:53",
        "lighttpd | lighttpd | s6-probe tcp 127.0.0.1:80",
        "apache2 | apache2 | s6-probe tcp 127.0.0.1:80",
        "openssh-server | ssh | s6-probe tcp 127.0.0.1:22",
        "unbound dns-root-data | unbound | s6-probe tcp 127.0.0.1:53",
        "cron | cron | pidof cron",
        "rsyslog | rsyslog | pidof rsyslogd",
      })
  void aDaemonStartsUnedited(String names, String unit, String probe) throws IOException {
    String cache = System.getProperty("s6j.debian", "");
    Assumptions.assumeFalse(cache.isEmpty(), "no -Ds6j.debian=DIR for packages");
    Assumptions.assumeTrue(Seclusion.isRoot(), "only root installs packages");
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    try (World world = new World(Suite.NATIVE)) {
      Path packages = packages(world, Path.of(cache), List.of(names.split(" ")));
      Path script = world.write(world.directory.resolve("debian.sh"), script());
      List<String> line =
          new ArrayList<>(
              List.of(
                  "unshare",
                  "--pid",
                  "--mount",
                  "--net",
                  "--ipc",
                  "--uts",
                  "--fork",
                  "--mount-proc",
                  "--kill-child",
                  "sh",
                  script.toString()));
      line.addAll(List.of(Suite.TREE.resolve("bin").toString(), packages.toString(), unit, probe));
      if (unit.indexOf('@') >= 0) line.add("--instance=" + unit);
      World.Answer answer = world.runCommand(line, PATIENCE);
      Assumptions.assumeFalse(answer.code() == NOT_HERE, "not to be had: " + answer.out());
      assertEquals(0, answer.code(), answer.out() + answer.err());
      assertTrue(answer.out().endsWith("STARTS AND ENDS\n"), answer.out());
    }
  }

  /** The files of packages and of those that they need and that this system has not. */
  private static Path packages(World world, Path cache, List<String> names) throws IOException {
    Path directory = cache.resolve(names.get(0));
    if (isThere(directory)) return directory;
    Files.createDirectories(directory.resolve("partial"));
    List<String> line = new ArrayList<>(List.of("apt-get", "-y", "-q", "-d"));
    line.addAll(List.of("-o", "Dir::Cache::archives=" + directory));
    line.addAll(List.of("install", "--no-install-recommends"));
    line.addAll(names);
    World.Answer answer = world.runCommand(line, PATIENCE);
    boolean isHad = answer.code() == 0 && isThere(directory);
    Assumptions.assumeTrue(isHad, "apt-get cannot fetch it: " + answer.err());
    return directory;
  }

  private static boolean isThere(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) return false;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.deb")) {
      return files.iterator().hasNext();
    }
  }

  private static String script() throws IOException {
    try (InputStream in = DebianIT.class.getResourceAsStream("debian.sh")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
