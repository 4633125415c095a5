package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services of other systems: imported, converted, compiled, started, looked at and stopped. */
class ImportersIT {
  /** Says what it was given, notes a hangup, and stays. */
  private static final String DAEMON =
      """
      echo "$GREETING from $1 in $(pwd)"
      trap 'echo hup >>%s/hups' HUP
      trap 'exit 0' TERM INT
      while :; do sleep 60 & wait $!; done""";

  private final Suite suite = Suite.ours().findFirst().orElseThrow();

  /** A world with a daemon; its root is put where $ROOT is in texts. */
  private static final class Scene implements AutoCloseable {
    final World world;

    Scene(Suite suite) {
      world = new World(suite);
      world.script(path("daemon"), DAEMON.formatted(world.directory));
    }

    Path path(String name) {
      return world.directory.resolve(name);
    }

    Scene file(String name, String text) {
      world.write(path(name), text.replace("$ROOT", world.directory.toString()));
      return this;
    }

    Scene program(String name, String body) {
      world.script(path(name), body.replace("$ROOT", world.directory.toString()));
      return this;
    }

    Scene link(String name, String target) throws IOException {
      Files.createDirectories(path(name).getParent());
      Files.createSymbolicLink(path(name), Path.of(target));
      return this;
    }

    /** From the source to a live tree in which a bundle is up. */
    void start(String bundle, String kind, String... sourcesAndOptions) throws IOException {
      String[] line = new String[sourcesAndOptions.length + 4];
      line[0] = "import";
      line[1] = kind;
      line[2] = "--to";
      line[3] = "definitions";
      System.arraycopy(sourcesAndOptions, 0, line, 4, sourcesAndOptions.length);
      succeed("s6j", line);
      succeed(
          "s6j", "convert", "--log-root", path("logs").toString(), "-o", "source", "definitions");
      succeed("s6-rc-compile", path("db").toString(), path("source").toString());
      Files.createDirectories(path("scan"));
      world.start("s6-svscan", "scan");
      world.await("the scanner", () -> world.run("s6-svscanctl", "-a", "scan").code() == 0);
      succeed("s6-rc-init", "-c", path("db").toString(), "-l", live(), path("scan").toString());
      succeed("s6-rc", "-l", live(), "-t", "80000", "-u", "change", bundle);
    }

    private String live() {
      return path("live").toString();
    }

    void succeed(String program, String... arguments) {
      World.Answer answer = world.run(program, arguments);
      assertEquals(0, answer.code(), program + ": " + answer.out() + answer.err());
    }

    List<String> up() {
      return world.run("s6-rc", "-l", live(), "-a", "list").out().lines().sorted().toList();
    }

    void awaitText(String file, String wanted) {
      world.await(
          file + " has " + wanted + ", not " + world.read(path(file)),
          () -> world.read(path(file)).contains(wanted));
    }

    void stop() {
      succeed("s6-rc", "-l", live(), "-t", "80000", "-d", "-a", "change");
      assertEquals(List.of(), up().stream().filter(name -> !name.startsWith("s6rc-")).toList());
    }

    @Override
    public void close() {
      world.close();
    }
  }

  @Test
  void unitsOfSystemd() throws IOException {
    try (Scene scene = new Scene(suite)) {
      scene
          .file(
              "units/web.service",
              """
              [Unit]
              Description=A web server
              Requires=dirs.service
              After=dirs.service network.target
              ConditionPathExists=!$ROOT/not-today

              [Service]
              Environment="GREETING=hello there"
              EnvironmentFile=-$ROOT/web.env
              WorkingDirectory=$ROOT/work
              ExecStartPre=/bin/sh -c 'echo checked >>$ROOT/checks'
              ExecStart=$ROOT/daemon $NAME \\
                  more
              ExecReload=/bin/kill -HUP $MAINPID
              ExecStartPost=/bin/sh -c 'echo post >>$ROOT/hooks'
              ExecStop=/bin/sh -c 'echo stopping $MAINPID >>$ROOT/hooks'
              ExecStopPost=/bin/sh -c 'echo gone >>$ROOT/hooks'
              Restart=on-failure
              LimitNOFILE=64
              UMask=027

              [Install]
              WantedBy=multi-user.target
              """)
          .file("units/web.service.d/local.conf", "[Service]\nEnvironment=MORE=1\n")
          .file("web.env", "NAME='the web'\n")
          .file(
              "units/dirs.service",
              "[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/bin/mkdir -p $ROOT/work\n"
                  + "ExecStop=/bin/rmdir $ROOT/work\n")
          .program(
              "forks", "$ROOT/daemon forked </dev/null >/dev/null 2>&1 &\necho $! >$ROOT/forks.pid")
          .file(
              "units/forker.service",
              "[Service]\nType=forking\nPIDFile=$ROOT/forks.pid\nExecStart=$ROOT/forks\n")
          .file("units/all.target", "[Unit]\nWants=multi-user.target forker.service more.target\n")
          .file("units/worker@.service", "[Service]\nRestart=always\nExecStart=$ROOT/daemon %i\n")
          .file("units/more.target", "[Unit]\nWants=worker@a.service worker@b.service\n");
      scene.start("all", "systemd", "units");

      List<String> up = scene.up();
      for (String name :
          List.of("web", "web-log", "web-hooks", "dirs", "forker", "worker@a", "worker@b"))
        assertTrue(up.contains(name), name + " is not in " + up);
      scene.awaitText("logs/web/current", "hello there from the in " + scene.path("work"));
      scene.awaitText("logs/worker@b/current", "from b in");
      assertEquals("checked\n", scene.world.read(scene.path("checks")));
      scene.succeed("s6-rc", "-l", scene.path("live").toString(), "reload", "web");
      scene.awaitText("hups", "hup");
      String forked = scene.world.read(scene.path("forks.pid")).strip();
      assertTrue(World.isAlive(Long.parseLong(forked)));
      scene.stop();
      scene.awaitText("hooks", "gone");
      assertTrue(
          scene.world.read(scene.path("hooks")).matches("post\nstopping [0-9]+\ngone\n"),
          scene.world.read(scene.path("hooks")));
      assertFalse(Files.exists(scene.path("work")));
      scene.world.await("its end", () -> !World.isAlive(Long.parseLong(forked)));
    }
  }

  @Test
  void programsOfSupervisord() throws IOException {
    try (Scene scene = new Scene(suite)) {
      scene
          .file(
              "etc/supervisord.conf",
              """
              [supervisord]
              nodaemon=true

              [program:db]
              command=$ROOT/daemon db
              priority=1
              environment=GREETING="good, day"
              stdout_logfile=$ROOT/log/db.log
              redirect_stderr=true

              [program:web]
              command=$ROOT/daemon %(program_name)s%(process_num)d
              process_name=%(program_name)s_%(process_num)d
              numprocs=2
              directory=%(here)s
              environment=GREETING='hi'
              autorestart=true
              startsecs=2
              stopsignal=INT

              [include]
              files=more.d/*.ini
              """)
          .file(
              "etc/more.d/late.ini", "[program:late]\ncommand=$ROOT/daemon late\nautostart=false\n")
          .start("default", "supervisord", "etc/supervisord.conf", "--order-needs");
      assertTrue(scene.up().containsAll(List.of("db", "web@0", "web@1")), scene.up().toString());
      assertFalse(scene.up().contains("late"));
      scene.awaitText("log/db/current", "good, day from db");
      scene.awaitText("logs/web@1/current", "hi from web1 in " + scene.path("etc"));
      scene.stop();
    }
  }

  @Test
  void aDefinitionOfSupervisionScripts() throws IOException {
    try (Scene scene = new Scene(suite)) {
      scene
          .program("defs/.run/run", "exec envdir env sh -c 'exec $PRELAUNCH $DAEMON $DAEMONOPTS'")
          .program("defs/.log/run", "exec true")
          .file("defs/.env/LOGDIR", "$ROOT/log\n")
          .link("defs/web/run", "../.run/run")
          .link("defs/web/env", "./version/2")
          .link("defs/web/log/run", "../../.log/run")
          .link("defs/web/needs/base", "../../base")
          .file("defs/web/version/2/DAEMON", "$ROOT/daemon\n")
          .file("defs/web/version/2/DAEMONOPTS", "web -f\n")
          .file("defs/web/version/2/PRELAUNCH", "pgrphack\n")
          .file("defs/web/version/2/GREETING", "hello\n")
          .program("defs/base/run", "exec $ROOT/daemon base")
          .start("default", "supervision-scripts", "defs");
      assertTrue(scene.up().containsAll(List.of("base", "web", "web-log")), scene.up().toString());
      scene.awaitText("log/web/current", "hello from web");
      scene.stop();
    }
  }

  @Test
  void aPackageOfMedicOs() throws IOException {
    try (Scene scene = new Scene(suite)) {
      scene
          .program("srv/scripts/shop/run/db", "GREETING=day exec $ROOT/daemon db")
          .program("srv/scripts/shop/run/old", "exec $ROOT/daemon old")
          .program("srv/scripts/shop/postrun/db", "echo post >>$ROOT/hooks")
          .program("srv/scripts/shop/setup/10-dirs", "echo setup >>$ROOT/hooks")
          .file("srv/scripts/shop/start", "")
          .file("srv/settings/shop/db/service/timeout-kill", "9000\n")
          .file("srv/system/storage/supervisor/shop/status/persistent/old.disabled", "")
          .start("default", "medic", "srv/scripts/shop");
      assertTrue(scene.up().contains("shop:db"), scene.up().toString());
      assertFalse(scene.up().contains("shop:old"));
      scene.awaitText("hooks", "setup\npost\n");
      scene.awaitText("srv/system/storage/supervisor/shop/logs/db/current", "day from db");
      scene.stop();
    }
  }

  @Test
  void anImageOfS6Overlay() throws IOException {
    try (Scene scene = new Scene(suite)) {
      scene
          .file("root/etc/cont-init.d/10-a", "#!/usr/bin/with-contenv sh\necho a >>$ROOT/hooks\n")
          .file("root/etc/cont-init.d/20-b", "#!/bin/sh\necho b >>$ROOT/hooks\n")
          .file("root/etc/cont-finish.d/10-c", "#!/bin/sh\necho c >>$ROOT/hooks\n")
          .file("root/etc/services.d/web/run", "#!/bin/sh\nGREETING=hi exec $ROOT/daemon web\n")
          .file(
              "root/etc/services.d/web/log/run",
              "#!/bin/sh\nmkdir -p $ROOT/log\nexec s6-log n5 $ROOT/log\n")
          .file("root/etc/s6-overlay/s6-rc.d/app/type", "longrun\n")
          .file("root/etc/s6-overlay/s6-rc.d/app/run", "#!/bin/sh\nexec $ROOT/daemon app\n")
          .file("root/etc/s6-overlay/s6-rc.d/app/dependencies.d/prep", "")
          .file("root/etc/s6-overlay/s6-rc.d/prep/type", "oneshot\n")
          .file("root/etc/s6-overlay/s6-rc.d/prep/up", "sh -c \"echo prep >>$ROOT/prep\"\n")
          .file("root/etc/s6-overlay/s6-rc.d/user/type", "bundle\n")
          .file("root/etc/s6-overlay/s6-rc.d/user/contents.d/app", "")
          .start("default", "s6-overlay", "root");
      assertTrue(
          scene.up().containsAll(List.of("app", "prep", "web", "web-log", "cont-init-20-b")),
          scene.up().toString());
      scene.awaitText("log/current", "hi from web");
      assertEquals("prep\n", scene.world.read(scene.path("prep")));
      assertEquals("a\nb\n", scene.world.read(scene.path("hooks")));
      scene.stop();
      assertEquals("a\nb\nc\n", scene.world.read(scene.path("hooks")));
    }
  }

  @Test
  void aListInXml() throws IOException {
    try (Scene scene = new Scene(suite)) {
      scene
          .file(
              "services.xml",
              """
              <services>
                <service name="dirs" type="oneshot" class="system">
                  <start>mkdir -p $ROOT/work</start>
                  <stop>rmdir $ROOT/work</stop>
                </service>
                <service name="web" class="service">
                  <check path="$ROOT/web.in"/>
                  <configure template="$ROOT/web.in" target="$ROOT/web.conf"><value name="PORT">80</value></configure>
                  <needs>dirs</needs>
                  <in>boot</in>
                  <start>exec $ROOT/daemon $(cat $ROOT/web.conf)</start>
                  <environment name="GREETING" value="hello"/>
                  <directory>$ROOT/work</directory>
                  <reload signal="HUP"/>
                  <log/>
                </service>
              </services>
              """)
          .file("web.in", "port-@PORT@\n")
          .start("boot", "xml", "services.xml");
      assertTrue(scene.up().containsAll(List.of("dirs", "web", "web-log")), scene.up().toString());
      scene.awaitText("logs/web/current", "hello from port-80 in " + scene.path("work"));
      scene.succeed("s6-rc", "-l", scene.path("live").toString(), "reload", "web");
      scene.awaitText("hups", "hup");
      scene.stop();
      assertFalse(Files.exists(scene.path("work")));
    }
  }
}
