package s6j.front.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import s6j.front.importer.ImportReport;
import s6j.front.importer.Imported;
import s6j.front.importer.Sample;
import s6j.front.toml.Place;

/** Importers of files that describe the processes of an application. */
class ApplicationImportersTest {
  private final Sample sample = new Sample();

  @AfterEach
  void clean() {
    sample.close();
  }

  @Test
  void aProcfile() {
    Imported imported =
        sample
            .write("app/.env", "PORT=7000\nGREETING='a # b' # said\n\nnot this\n")
            .write(
                "app/Procfile",
                "# all\nweb:   serve -p $PORT\nbad line\nrelease: migrate\nw-2: A=1 x\n")
            .read(new ProcfileImporter(), "app/Procfile");
    assertEquals(List.of("release", "w-2", "web"), Sample.names(imported));
    Sample.has(
        imported,
        "web",
        "serve -p $PORT",
        "PORT = \"7000\"",
        "GREETING = \"a # b\"",
        "directory = \"" + sample.path("app") + "\"");
    Sample.has(imported, "w-2", "PORT = \"7200\"");
    Sample.has(imported, "release", "type = \"oneshot\"");
    assertFalse(Sample.toml(imported, "release").contains("default"));
    List<String> left = Sample.shown(imported.report().left());
    assertTrue(left.contains("3:1: no line NAME: COMMAND: bad line"), left.toString());
    assertTrue(left.contains("4:1: no line NAME=VALUE: not this"), left.toString());
  }

  private static final String COMPOSE =
      """
      x-base: &base
        environment: {SHARED: 1}
      services:
        migrate:
          <<: *base
          command: ["migrate"]
        db:
          command: db ${DATA:-/srv} "two words" $$HOME
          user: "1:2"
          stop_signal: INT
          stop_grace_period: 1m1.5s
          ulimits: {nofile: {soft: 10, hard: -1}}
          healthcheck: {test: ["CMD", "db-ok"], interval: 300ms, retries: 4}
          restart: always
        web:
          image: x
          entrypoint: [entry]
          command: [serve]
          env_file: [web.env, {path: none.env, required: false}]
          environment: [A=own]
          depends_on:
            db: {condition: service_healthy}
            migrate: {condition: service_completed_successfully}
          profiles: [some]
          read_only: true
          deploy: {replicas: 2}
          restart: on-failure:3
          resatrt: no
      """;

  @Test
  void aComposeFile() {
    Imported imported =
        sample
            .write("compose.yaml", COMPOSE)
            .write("web.env", "A=file\nB=file\n")
            .read(new ComposeImporter(), "compose.yaml");
    assertEquals(List.of("db", "migrate", "web@"), Sample.names(imported));
    Sample.has(imported, "migrate", "type = \"oneshot\"", "up = [\"migrate\"]", "SHARED = \"1\"");
    Sample.has(
        imported,
        "db",
        "run = [\"db\", \"/srv\", \"two words\", \"$HOME\"]",
        "user = \"1:2\"",
        "down-signal = \"SIGINT\"",
        "kill = 61500",
        "open-files = \"10:=\"",
        "check = [\"db-ok\"]",
        "action = \"mark\"",
        "directory = \"/\"");
    Sample.has(
        imported,
        "web@",
        "run = [\"entry\", \"serve\"]",
        "A = \"own\"",
        "B = \"file\"",
        "instances = [\"1\", \"2\"]",
        "needs = [\"db\", \"migrate\"]",
        "deaths = 3");
    assertFalse(Sample.toml(imported, "web@").contains("default"));
    ImportReport report = imported.report();
    assertEquals(
        List.of("25:16: read_only=true"), Sample.shown(report.told(ImportReport.Rank.WEAKER)));
    List<String> left = Sample.shown(report.left());
    assertTrue(left.contains("16:12: image"), left.toString());
    assertTrue(left.contains("28:14: resatrt: unknown key"), left.toString());
  }

  @Test
  void aServiceWithoutACommandIsRefused() {
    Imported imported =
        sample
            .write("c.yaml", "services:\n  a: {image: x}\n  b: {command: [y], env_file: none}\n")
            .read(new ComposeImporter(), "c.yaml");
    assertEquals(List.of("a", "b"), imported.report().refused());
  }

  @Test
  void whatIsNoYamlIsTold() {
    for (String text : List.of("", "a: [", "a: b: c", "- &a [*a]\n", "services: 1\n", "\tx: 1\n")) {
      Imported imported = sample.write("c.yaml", text).read(new ComposeImporter(), "c.yaml");
      assertFalse(imported.report().broken().isEmpty(), text);
    }
  }

  @Test
  void aFileOfProcessCompose() {
    Imported imported =
        sample
            .write(
                "p.yaml",
                """
                version: "0.5"
                environment: [G=g]
                processes:
                  db:
                    command: "exec db --dir $${DIR} ${X}"
                    working_dir: data
                    environment: [DIR=/d]
                    readiness_probe: {exec: {command: ok}, period_seconds: 2, failure_threshold: 5}
                    liveness_probe: {http_get: {port: 1, path: /up}}
                    availability: {restart: on_failure, backoff_seconds: 4, max_restarts: 3}
                  seed: {command: seed}
                  web:
                    command: web
                    readiness_probe: {http_get: {host: web.example, port: 1}}
                    depends_on:
                      db: {condition: process_healthy}
                      seed: {condition: process_completed_successfully}
                    shutdown: {signal: 2, timeout_seconds: 3}
                    disabled: true
                """)
            .read(new ProcessComposeImporter(), "p.yaml");
    assertEquals(List.of("db", "seed", "web"), Sample.names(imported));
    Sample.has(
        imported,
        "db",
        "exec db --dir ${DIR} ${X}",
        "G = \"g\"",
        "directory = \"" + sample.path("data") + "\"",
        "every = 2000",
        "tries = 5",
        "backoff = \"4000 1 4000 999999999\"",
        "deaths = 3",
        "[\"s6-probe\", \"http\", \"http://127.0.0.1:1/up\"]");
    Sample.has(imported, "seed", "type = \"oneshot\"");
    Sample.has(imported, "web", "needs = [\"db\", \"seed\"]", "down-signal = \"2\"", "kill = 3000");
    assertFalse(Sample.toml(imported, "web").contains("default"));
    List<String> left = Sample.shown(imported.report().left());
    assertEquals(List.of("14:33: http_get of web.example:1"), left);
  }

  @Test
  void variablesInTexts() {
    ImportReport report = new ImportReport();
    DollarText values = new DollarText(Map.of("A", "a", "E", ""), false, report);
    Place at = Place.of("f");
    assertEquals("a a $A", values.in("$A ${A} $$A", at));
    assertEquals("x  x y", values.in("${E:-x} ${E-x} ${N-x} ${A:+y}${E:+y}", at));
    assertEquals("", values.in("$N", at));
    assertEquals("", values.in("${N:?must be}", at));
    assertEquals(1, report.left().size());
    assertEquals(1, report.broken().size());
  }
}
