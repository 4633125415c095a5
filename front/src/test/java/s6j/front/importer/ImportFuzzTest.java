package s6j.front.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import s6j.front.definition.Definition;
import s6j.front.toml.Problem;

/**
 * Whatever is in the files, there is an answer, everything told has a place, it is the same twice,
 * and what is not broken reads back as definitions.
 */
@Tag("slow")
public class ImportFuzzTest {
  private static final List<String> UNIT =
      List.of(
          ("[Unit]\n|[Service]\n|[Install]\n|[X-a]\n|[Srvice]\n|\n|\\\n|ExecStart=|ExecStartPre=-"
                  + "|ExecStartPost=|ExecStop=|ExecReload=|ExecStopPost=|/bin/a|/bin/kill -HUP $MAINPID"
                  + "|Type=oneshot\n|Type=forking\n|Type=notify\n|RemainAfterExit=yes\n|PIDFile=a\n"
                  + "|Restart=always\n|Restart=on-failure\n|RestartSec=|5min 3s|infinity|1e9|-1|70%"
                  + "|User=u\n|Group=g\n|WorkingDirectory=-/x\n|WorkingDirectory=/y\n|Environment=A=1 "
                  + "|EnvironmentFile=-/e\n|UMask=|022|LimitNOFILE=|4096:8192\n|LimitCORE=infinity\n"
                  + "|LimitFSIZE=7G\n|LimitCPU=|After=|Before=|Requires=|Wants=|WantedBy=|Alias="
                  + "|a.service|b@c.service|b@.service|t.target|x.socket| |;|\"|'|%i|%n|%|%%|$A|${B}|$$"
                  + "|\\x41|\\x|\\n|\\|ConditionPathExists=|!|/p|\\u12|ConditionHost=|h\n|#|é|{{name}}"
                  + "|StandardOutput=|file:/l|null|StandardError=append:/m\n|RuntimeDirectory=|r/s|.."
                  + "|Nice=|10\n|KillMode=mixed\n|KillSignal=SIGINT\n|StartLimitBurst=3\n|=|[|]|+|-|@|:"
                  + "|OOMScoreAdjust=5\n|DefaultInstance=d\n|Documentation=x\n|CapabilityBoundingSet=|CAP_CHOWN|~"
                  + "|AmbientCapabilities=|DynamicUser=yes\n|NoNewPrivileges=yes\n|SupplementaryGroups="
                  + "|PrivateTmp=yes\n|RootDirectory=/r\n|SuccessAction=exit\n|WorkingDirectory=~\n|fd://"
                  + "|UnsetEnvironment=A=1 B\n|x@y.target|ConditionUser=u\n|/e*")
              .split("\\|"));
  private static final List<String> INI =
      List.of(
          ("[program:a]\n|[program:b]\n|[group:g]\n|[group:a]\n|[include]\n|[supervisord]\n|[prgram:x]\n"
                  + "|[program:../c]\n|[group:d/e]\n|[eventlistener:e]\n|command=|command=/bin/a %(process_num)02d\n|numprocs=3\n|numprocs="
                  + "|programs=|a,b|files=|*.conf|[a-|environment=|A=\"1\",|B='2'|C=3|=|:|;| ;|#|\n|\n  "
                  + "|%(ENV_X)s|%(here)s|%(program_name)s|%(process_num)d|%(bad)s|%(|%|%%|)|user=u\n"
                  + "|directory=/d\n|directory=d\n|autostart=false\n|autorestart=unexpected\n|exitcodes=0,2\n"
                  + "|startsecs=5\n|startretries=2\n|stopsignal=INT\n|stopsignal=|stopwaitsecs=3\n"
                  + "|stopasgroup=true\n|redirect_stderr=true\n|stdout_logfile=|AUTO\n|NONE\n|/l/x.log\n"
                  + "|stderr_logfile=/e\n|stdout_logfile_maxbytes=|5MB\n|stdout_logfile_backups=|7\n|umask=|022"
                  + "|priority=3\n|\"|'|\\| |1|99999999999|-1|é|{{instance}}|process_name=|x")
              .split("\\|"));
  private static final List<String> XML =
      List.of(
          ("<services>|</services>|<service name='a'>|<service name='b' type='oneshot'>|</service>|<start>"
                  + "|</start>|<stop signal='HUP'/>|<stop>|</stop>|<check path='/x'/>|<check not='yes'/>"
                  + "|<configure target='/t' template='/s'><value name='A'>1</value></configure>|<needs>a b</needs>"
                  + "|<in>x</in>|<mode>dev</mode>|<user>u</user>|<environment name='A' value='1'/>|<log keep='3'/>"
                  + "|<ready fd='4'/>|<timeout start='5s'/>|<respawn deaths='3'/>|<limit name='core' value='0'/>"
                  + "|<bundle name='c'>a</bundle>|<service name='../e'>|<!-- c -->|<![CDATA[x]]>|&amp;|&x;|&#0;|&#65;|<!DOCTYPE a>|<?pi x?>"
                  + "|<|>|/|'|\"|=|x|\n|é|{{mode}}|<description>d</description>|<respawn policy='never'/>")
              .split("\\|"));
  private static final List<String> FILES =
      List.of(
          ("#!|#!/bin/sh\n|#!/command/with-contenv sh\n|exec a\n|\n|  |1|5000|-1|3\n|99999999999|SIGTERM\n|HUP"
                  + "|longrun\n|oneshot\n|bundle\n|{ a }|\"|\\|$|x|base\n|a\n|b\n|c\n|#|/|..|*|é|{{number}}|'''|=|A=B\n"
                  + "|'")
              .split("\\|"));

  private static Arbitrary<String> of(List<String> pieces) {
    return Arbitraries.of(pieces).list().ofMaxSize(40).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> units() {
    return of(UNIT);
  }

  @Provide
  Arbitrary<String> configurations() {
    return of(INI);
  }

  @Provide
  Arbitrary<String> documents() {
    return of(XML);
  }

  @Provide
  Arbitrary<String> contents() {
    return of(FILES);
  }

  @Property(tries = 500)
  void systemd(@ForAll("units") String a, @ForAll("units") String b, @ForAll boolean isOrdered) {
    try (Sample sample = new Sample()) {
      String start = "[Service]\nExecStart=/bin/x\n";
      sample.write("a.service", start + a).write("b@.service", start + b);
      sample.write("t.target", "[Unit]\nWants=b@one.service a.service\n" + a);
      sample.write("x@.target", a).write("y@.service", b).write("@.target", b);
      sample.write("tmpfiles.d/t.conf", "d /a " + a + "\nf" + b).link("l@.target", "x@z.target");
      sample.write("a.service.d/x.conf", b);
      answered(
          sample,
          new SystemdImporter(),
          new ImportSettings(isOrdered, true, List.of("b@two", "x@a-b"), !isOrdered),
          ".",
          "tmpfiles.d");
      sample.write("a.service", a);
      answered(sample, new SystemdImporter(), Sample.DEFAULT, "a.service");
    }
  }

  @Property(tries = 500)
  void supervisord(
      @ForAll("configurations") String a,
      @ForAll("configurations") String b,
      @ForAll boolean isOrdered) {
    try (Sample sample = new Sample()) {
      sample.write("a.ini", "[program:a]\ncommand=/bin/x\n" + a + "\n[include]\nfiles=*.conf\n");
      sample.write("b.conf", b);
      answered(
          sample,
          new SupervisordImporter(),
          new ImportSettings(isOrdered, true, List.of()),
          "a.ini",
          "b.conf");
    }
  }

  @Property(tries = 500)
  void xml(@ForAll("documents") String text) {
    try (Sample sample = new Sample()) {
      sample.write("a.xml", text);
      answered(sample, new XmlImporter(), Sample.DEFAULT, "a.xml");
      sample.write("a.xml", "<services><service name='d'><start>x</start>" + text);
      answered(sample, new XmlImporter(), Sample.DEFAULT, "a.xml");
      sample.write(
          "a.xml", "<services><service name='d'><start>x</start></service>" + text + "</services>");
      answered(sample, new XmlImporter(), Sample.DEFAULT, "a.xml");
    }
  }

  @Property(tries = 300)
  void directories(
      @ForAll("contents") String a, @ForAll("contents") String b, @ForAll("contents") String c) {
    try (Sample sample = new Sample()) {
      sample
          .link("defs/x/run", "../.run/run")
          .write("defs/x/env/DAEMON", a)
          .write("defs/x/env/PATH", b)
          .write("defs/x/env/OTHER", c)
          .write("defs/x/finish", b)
          .write("defs/x/max-death-tally", c)
          .write("defs/y/run", a)
          .write("defs/.env/LOGDIR", c);
      answered(sample, new SupervisionScriptsImporter(), Sample.DEFAULT, "defs");
      sample
          .program("srv/scripts/p/run/a", a)
          .program("srv/scripts/p/setup/b", b)
          .write("srv/settings/p/a/service/down-signal", c)
          .write("srv/settings/p/a/service/notification-fd", b)
          .write("srv/settings/p/a/service/restart-backoff", a);
      answered(sample, new MedicImporter(), Sample.DEFAULT, "srv/scripts/p");
      sample
          .write("o/cont-init.d/1", a)
          .write("o/cont-finish.d/1", b)
          .write("o/fix-attrs.d/1", c)
          .write("o/services.d/a/run", b)
          .write("o/services.d/a/log/run", c)
          .link("o/services.d/a/env", "/no/where")
          .write("o/services.d/a/data/check", c)
          .write("o/s6-rc.d/user/contents.d/b", a)
          .write("o/s6-rc.d/init-x/dependencies.d/base", a)
          .write("o/user-bundles.d/user/contents.d/c", b)
          .write("o/s6-rc.d/b/type", "oneshot\n")
          .write("o/s6-rc.d/b/up", a)
          .write("o/s6-rc.d/b/dependencies", b)
          .write("o/s6-rc.d/c/type", c)
          .write("o/s6-rc.d/c/run", "#!/bin/sh\n")
          .write("o/s6-rc.d/c/contents", a)
          .write("o/s6-rc.d/c/pipeline-name", "c-b")
          .write("o/s6-rc.d/c/producer-for", b);
      answered(sample, new OverlayImporter(), Sample.DEFAULT, "o");
    }
  }

  /** Single bytes of files that are right are changed, dropped and added. */
  @Property(tries = 200)
  void damage(@ForAll long seed) throws java.io.IOException {
    try (Sample sample = new Sample()) {
      Random random = new Random(seed);
      sample.write("a.service", damaged("systemd/ssh.service", random));
      sample.write("nginx.service", damaged("systemd/nginx.service", random));
      answered(sample, new SystemdImporter(), Sample.DEFAULT, ".");
      sample.write("s.conf", damaged("supervisord/supervisord.conf", random));
      answered(sample, new SupervisordImporter(), Sample.DEFAULT, "s.conf");
      sample.write("s.xml", damaged("xml/services.xml", random));
      answered(sample, new XmlImporter(), Sample.DEFAULT, "s.xml");
    }
  }

  private static byte[] damaged(String resource, Random random) throws java.io.IOException {
    byte[] content = java.nio.file.Files.readAllBytes(Sample.resource(resource));
    List<Byte> bytes = new ArrayList<>();
    int bad = random.nextInt(content.length);
    for (int i = 0; i < content.length; i++) {
      if (i != bad) bytes.add(content[i]);
      else if (random.nextBoolean()) bytes.add((byte) random.nextInt());
      if (i == bad && random.nextInt(3) == 0)
        bytes.add((byte) "\n\"'\\[]=%<&;".charAt(random.nextInt(11)));
    }
    byte[] damaged = new byte[bytes.size()];
    for (int i = 0; i < damaged.length; i++) damaged[i] = bytes.get(i);
    return damaged;
  }

  public static void answered(
      Sample sample, Importer importer, ImportSettings settings, String... sources) {
    Imported first = sample.read(importer, settings, sources);
    Imported second = sample.read(importer, settings, sources);
    assertEquals(first.tree().texts(), second.tree().texts());
    for (List<Problem> problems :
        List.of(first.report().broken(), first.report().left(), first.report().changed()))
      for (Problem problem : problems) {
        assertTrue(
            problem.place().line() >= 1 && problem.place().column() >= 1, problem.toString());
        assertTrue(
            problem.place().file().startsWith(sample.directory.toString()), problem.toString());
        assertFalse(problem.text().isBlank(), problem.toString());
      }
    for (Definition definition : first.definitions())
      assertFalse(first.report().isRefused(definition.name.text()));
    if (!first.isSomething()) {
      assertFalse(first.report().broken().isEmpty());
      return;
    }
    assertEquals(List.of(), first.tree().problems());
    assertFalse(first.definitions().isEmpty());
    assertTrue(first.tree().texts().keySet().stream().noneMatch(name -> name.contains("/")));
    first.tree().texts().forEach((name, text) -> assertTrue(encodes(text), name));
  }

  private static boolean encodes(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
