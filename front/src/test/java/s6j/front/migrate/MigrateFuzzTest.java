package s6j.front.migrate;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import s6j.front.importer.ImportFuzzTest;
import s6j.front.importer.Sample;

/** Whatever is in the files of small formats, there is an answer. */
@Tag("slow")
class MigrateFuzzTest {
  private static final List<String> YAML =
      List.of(
          ("services:\n|processes:\n|  a:\n|  b: &x\n|  c: *x\n|    <<: *x\n|    <<: [*x, *y]\n|    command: x\n|    command: [x, 1]\n"
                  + "|    command: {a: b}\n|    depends_on: [a]\n|    depends_on:\n      a: {condition: service_healthy}\n"
                  + "|      b: {condition: process_completed}\n|    healthcheck: {test: [CMD], interval: 1}\n|    healthcheck: {test: x, retries: 9}\n"
                  + "|    restart: on-failure:9\n|    ulimits: {nofile: {soft: x}, core: 1}\n|    env_file: [x, {path: y}]\n|    environment: [A, B=1]\n"
                  + "|    environment: {A: , B: 2}\n|    deploy: {replicas: 3}\n|    stop_grace_period: 1m\n|    shutdown: {signal: x, timeout_seconds: -1}\n"
                  + "|    readiness_probe: {exec: {command: x}}\n|    availability: {restart: always, max_restarts: 2}\n|${A:?x}|$A|$$|\"|'|[|]|{|}|\t|- |: |? |!!str|%|é|&a |*a|<<: *x\n|\n|{{name}}|../d:\n")
              .split("\\|"));
  private static final List<String> WORDS =
      List.of(
          ("type = |type: process\n|bgprocess\n|scripted\n|internal\n|command = x \"y|command += z\n|depends-on: |a|b|c|../d|\n|waits-for.d: e\n"
                  + "|env-file = f\n|restart = yes\n|stop-timeout = |1.5|x|rlimit-nofile = 1:2:3\n|ready-notification = pipefd:|99|pipevar:A\n"
                  + "|#!/sbin/openrc-run\n|command=x\n|depend() {\n|need a b\n|}\n|start() {\n|retry=INT/5\n|pidfile=/p\n|web: x\n|A=1\n|B=\"|'|$A|é|=|:| |#|{{name}}"
                  + "|sv start a b\n|#!/bin/sh\n|release: x\n")
              .split("\\|"));

  private static Arbitrary<String> of(List<String> pieces) {
    return Arbitraries.of(pieces).list().ofMaxSize(40).map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> documents() {
    return of(YAML);
  }

  @Provide
  Arbitrary<String> texts() {
    return of(WORDS);
  }

  @Property(tries = 400)
  void yaml(@ForAll("documents") String text, @ForAll("texts") String variables) {
    try (Sample sample = new Sample()) {
      sample.write("a.yaml", text).write(".env", variables).write("x", variables);
      ImportFuzzTest.answered(sample, new ComposeImporter(), Sample.DEFAULT, "a.yaml");
      ImportFuzzTest.answered(sample, new ProcessComposeImporter(), Sample.DEFAULT, "a.yaml");
      sample.write("a.yaml", "services:\n  d: {command: x}\n" + text);
      ImportFuzzTest.answered(sample, new ComposeImporter(), Sample.DEFAULT, "a.yaml");
      sample.write("a.yaml", "processes:\n  d: {command: x}\n" + text);
      ImportFuzzTest.answered(sample, new ProcessComposeImporter(), Sample.DEFAULT, "a.yaml");
    }
  }

  @Property(tries = 400)
  void trees(@ForAll("texts") String a, @ForAll("texts") String b, @ForAll("texts") String c) {
    try (Sample sample = new Sample()) {
      sample.write("d/a", a).write("d/b", b).write("d/boot", "type = internal\n" + c);
      sample.write("d/f", b).write("d/e/a", "");
      ImportFuzzTest.answered(sample, new DinitImporter(), Sample.DEFAULT, "d");
      sample.write("p/Procfile", a).write("p/.env", b);
      ImportFuzzTest.answered(sample, new ProcfileImporter(), Sample.DEFAULT, "p/Procfile");
      sample.write("etc/init.d/a", a).write("etc/init.d/b", "#!/sbin/openrc-run\n" + b);
      sample.write("etc/conf.d/a", c).link("etc/runlevels/default/b", "/x");
      ImportFuzzTest.answered(sample, new OpenRcImporter(), Sample.DEFAULT, "etc");
      sample.program("s/a/run", a).program("s/b/run", "#!/bin/sh\n" + b).write("s/b/log/run", c);
      sample.link("s/a/finish", "/no/where").write("s/c/down", "");
      ImportFuzzTest.answered(sample, new ServiceTreeImporter("runit"), Sample.DEFAULT, "s");
    }
  }
}
