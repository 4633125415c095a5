package s6j.front.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What supervisord's pages on its configuration say, and what becomes of it. */
class SupervisordImporterTest {
  private final Sample sample = new Sample();

  @AfterEach
  void clean() {
    sample.close();
  }

  private Imported read(String text) {
    return sample.write("x.conf", text).read(new SupervisordImporter(), "x.conf");
  }

  private String program(String options) {
    Imported imported = read("[program:x]\n" + options + "\n");
    assertEquals(List.of(), imported.report().broken());
    return Sample.toml(imported, "x");
  }

  private static Imported whole(boolean ordersAreNeeds) {
    return Sample.imported(
        new SupervisordImporter(),
        new ImportSettings(ordersAreNeeds, true, List.of()),
        List.of(Sample.resource("supervisord/supervisord.conf")));
  }

  @Test
  void aWholeConfigurationWithWhatItIncludes() {
    Imported imported = whole(false);
    assertEquals(List.of(), imported.report().broken());
    assertEquals(
        List.of("app", "redis", "web", "worker@"),
        imported.definitions().stream().map(d -> d.name.text()).toList());
    String web = Sample.toml(imported, "web");
    assertTrue(web.contains("\"gunicorn\", \"-b\", \"127.0.0.1:8000\", \"--workers\", \"4\""), web);
    assertTrue(web.contains("give-up-codes = [2]\ndeaths = 4\n"), web);
    assertTrue(web.contains("SECRET = \"50%\""), web);
    assertTrue(web.contains("APP_ENV = \"production\""), web);
    assertTrue(web.contains("check = [\"sleep\", \"5\"]"), web);
    assertTrue(
        Sample.toml(imported, "redis")
            .contains("'/etc/redis/redis main.conf' --port $(split_words \"$REDIS_PORT\")"));
    String worker = Sample.toml(imported, "worker@");
    assertTrue(worker.contains("instances = [\"00\", \"01\", \"02\"]"), worker);
    assertFalse(worker.contains("in = "), worker);
  }

  @Test
  void fastCgiProgramsShareASocket() {
    String php =
        Sample.toml(
            read(
                "[fcgi-program:x]\ncommand=/php\nsocket=tcp://localhost:9000\nnumprocs=2\n"
                    + "process_name=%(program_name)s_%(process_num)d\n"),
            "x@");
    assertTrue(
        php.contains("[listen]\nsockets = [\"tcp:127.0.0.1:9000\"]\nshared = true\nstdin = true\n"),
        php);
    String perl =
        Sample.toml(
            read(
                "[fcgi-program:x]\ncommand=/perl\nsocket=unix:///run/%(program_name)s.sock\n"
                    + "socket_owner=www:adm\n"),
            "x");
    assertTrue(
        perl.contains(
            "sockets = [\"unix:/run/x.sock\"]\nshared = true\nstdin = true\nmode = \"0700\"\nowner = \"www:adm\"\n"),
        perl);
  }

  @Test
  void prioritiesAreNeedsIfAsked() {
    String web = Sample.toml(whole(true), "web");
    assertTrue(web.contains("needs = [\"redis\"]"), web);
    assertTrue(Sample.toml(whole(true), "worker@").contains("needs = [\"web\"]"));
    assertTrue(Sample.toml(whole(false), "web").contains("after = [\"redis\"]"));
    assertFalse(Sample.toml(whole(false), "web").contains("needs"));
  }

  @Test
  void unknownOptionsHaveTheNearestName() {
    assertTrue(
        whole(false).report().left().stream()
            .anyMatch(
                p ->
                    p.toString()
                        .endsWith(
                            "39:1: autorestrat: unknown option (did you mean autorestart?)")));
  }

  @Test
  void restarts() {
    assertTrue(program("command=x\nautorestart=false").contains("policy = \"never\""));
    assertTrue(program("command=x").contains("policy = \"on-failure\""));
    assertFalse(program("command=x\nautorestart=true").contains("[restart]"));
    assertTrue(
        program("command=x\nexitcodes=3").contains("policy = \"always\"\ngive-up-codes = [3]"));
  }

  /** The value is part of the text, which is split into words when it is replaced. */
  @Test
  void variablesMayBeSeveralWords() {
    String known = "\n[supervisord]\nenvironment=CMD=\"/bin/a --msg 'b c'\",USR=\"u\"\n";
    String text = program("command=%(ENV_CMD)s -d" + known);
    assertTrue(text.contains("run = [\"/bin/a\", \"--msg\", \"b c\", \"-d\"]"), text);
    text = program("command=%(ENV_CMD)s a=%(ENV_A)s \"%(ENV_B)s\"");
    assertTrue(
        text.contains(
            "eval \"exec $(split_words \"$CMD\") $(split_words 'a='\"$A\") \\\"\\${B}\\\"\"\n"),
        text);
  }

  @Test
  void aUserFromTheEnvironmentIsNeverRoot() {
    String text = program("command=x\nuser=%(ENV_WHO)s");
    assertTrue(text.contains("exec s6-setuidgid \"${WHO:?}\" x\n"), text);
  }

  @Test
  void aProgramThatIsBrokenIsRefusedByItself() {
    sample.write("x.ini", "[program:a]\ncommand=/bin/a\n[program:b]\ncommand=/bin/b '\n");
    Imported imported = sample.read(new SupervisordImporter(), "x.ini");
    assertEquals(List.of("program:b"), imported.report().refused());
    assertEquals(List.of("a"), imported.definitions().stream().map(d -> d.name.text()).toList());
  }

  @Test
  void output() {
    assertTrue(program("command=x").contains("[logger]\n"));
    String none = program("command=x\nstdout_logfile=NONE\nredirect_stderr=true");
    assertTrue(none.contains("exec >/dev/null\nexec 2>&1\ncd / || exit 111\nexec x\n"), none);
    assertFalse(none.contains("[logger]"), none);
    assertFalse(program("command=x\nstdout_logfile=/dev/stdout").contains("[logger]"));
    String file = program("command=x\nstdout_logfile=/var/log/x.log\nstdout_logfile_maxbytes=2MB");
    assertTrue(file.contains("directory = \"/var/log/x\"\nsize = 2097152\n"), file);
  }

  @Test
  void commentsAndWhatIsNone() {
    String text = program("command=x a;b ; c\n; d\n# e\nuser=u ;who");
    assertTrue(text.contains("run = [\"x\", \"a;b\"]"), text);
    assertTrue(text.contains("user = \"u\""), text);
  }

  @Test
  void numbersWrittenInTwoWaysMakeSingleServices() {
    Imported imported =
        read("[program:x]\ncommand=x %(process_num)d %(process_num)02d\nnumprocs=2\n");
    assertTrue(Sample.toml(imported, "x@1").contains("run = [\"x\", \"1\", \"01\"]"));
    assertTrue(Sample.toml(imported, "x").contains("contents = [\"x@0\", \"x@1\"]"));
  }

  @Test
  void noNameLeadsOutOfTheDirectory() {
    for (String name : List.of("../../x", "a/b", ".x", "/x"))
      assertEquals(
          List.of("1:2: no name for a service: " + name),
          Sample.shown(read("[program:" + name + "]\ncommand=x\n").report().broken()));
    assertEquals(
        List.of("3:2: no name for a service: ../g"),
        Sample.shown(read("[program:x]\ncommand=x\n[group:../g]\nprograms=x\n").report().broken()));
  }

  @Test
  void errorsHaveLineAndColumn() {
    assertEquals(
        List.of("2:11: no such expansion: heer"),
        Sample.shown(read("[program:x]\ncommand=a %(heer)s\n").report().broken()));
    assertEquals(
        List.of("2:9: a quote that does not end"),
        Sample.shown(read("[program:x]\ncommand='a\n").report().broken()));
    assertEquals(
        List.of("1:2: [program:x] has no command"),
        Sample.shown(read("[program:x]\nuser=u\n").report().broken()));
    assertEquals(
        List.of("4:12: no program is called y"),
        Sample.shown(read("[program:x]\ncommand=x\n[group:g]\nprograms=x,y\n").report().broken()));
    assertEquals(
        List.of("1:1: before any [section]: command=x"),
        Sample.shown(read("command=x\n").report().broken()));
  }
}
