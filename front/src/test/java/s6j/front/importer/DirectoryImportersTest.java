package s6j.front.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Importers whose input is a directory: supervision-scripts, Medic packages, s6-overlay. */
class DirectoryImportersTest {
  private final Sample sample = new Sample();

  @AfterEach
  void clean() {
    sample.close();
  }

  private static List<String> names(Imported imported) {
    assertEquals(List.of(), imported.report().broken());
    return Sample.names(imported);
  }

  private Sample redis() {
    return sample
        .program("defs/.run/run", "#!/bin/sh\nexec envdir env sh -c 'exec $DAEMON'\n")
        .write("defs/.env/LOGDIR", "/var/log\n")
        .link("defs/redis/run", "../.run/run")
        .link("defs/redis/env", "./data/version/current")
        .write("defs/redis/data/version/7/DAEMON", "redis-server\n")
        .write("defs/redis/data/version/7/DAEMONOPTS", "/etc/redis.conf --port 1  \nnot this\n")
        .write("defs/redis/data/version/7/PRELAUNCH", "pgrphack setuidgid redis\n")
        .write("defs/redis/data/version/7/EMPTY", "")
        .link("defs/redis/data/version/current", "./7")
        .link("defs/redis/needs/net", "../../net")
        .link("defs/redis/log/run", "../../.log/run")
        .program("defs/net/run", "#!/bin/sh\nexec sleep 9\n");
  }

  @Test
  void aDefinitionOfSupervisionScripts() {
    Imported imported = redis().read(new SupervisionScriptsImporter(), "defs");
    assertEquals(List.of("net", "redis"), names(imported));
    String text = Sample.toml(imported, "redis");
    assertTrue(
        text.contains(
            "run = [\"pgrphack\", \"setuidgid\", \"redis\", \"redis-server\", \"/etc/redis.conf\","
                + " \"--port\", \"1\"]"),
        text);
    assertTrue(text.contains("needs = [\"net\"]"), text);
    assertTrue(text.contains("directory = \"/var/log/redis\""), text);
    assertTrue(
        Sample.toml(imported, "net").contains("directory = \"" + sample.path("defs/net") + "\""));
  }

  @Test
  void aBrokenDefinitionIsLeftOutAndOneAloneLosesItsNeeds() {
    redis().write("defs/net/broken", "does not start\n");
    Imported imported = sample.read(new SupervisionScriptsImporter(), "defs");
    assertEquals(List.of("redis"), names(imported));
    assertEquals(
        List.of(
            "1:1: net is marked as broken: does not start",
            "1:1: redis needs net, which is not there"),
        Sample.shown(imported.report().left()));
  }

  @Test
  void aDefinitionWithoutADaemonIsBroken() {
    sample.link("defs/x/run", "../.run/run").write("defs/x/env/DAEMONOPTS", "-f\n");
    assertEquals(
        List.of("1:1: x has no DAEMON in env"),
        Sample.shown(sample.read(new SupervisionScriptsImporter(), "defs/x").report().broken()));
  }

  @Test
  void aPackage() {
    sample
        .program("srv/scripts/shop/run/db", "#!/bin/sh\nexec sleep 9\n")
        .program("srv/scripts/shop/run/web", "#!/bin/sh\nexec sleep 9\n")
        .program("srv/scripts/shop/run/old", "#!/bin/sh\nexec sleep 9\n")
        .write("srv/scripts/shop/run/README", "no program\n")
        .program("srv/scripts/shop/postrun/web", "#!/bin/sh\n")
        .program("srv/scripts/shop/setup/10-dirs", "#!/bin/sh\n")
        .program("srv/scripts/shop/setup/20-keys", "#!/bin/sh\n")
        .write("srv/scripts/shop/start", "")
        .write("srv/scripts/shop/install", "")
        .write("srv/settings/shop/db/service/timeout-kill", "5000\n")
        .write("srv/system/storage/supervisor/shop/status/persistent/old.disabled", "");
    Imported imported = sample.read(new MedicImporter(), "srv/scripts/shop");
    assertEquals(
        List.of(
            "shop", "shop:db", "shop:old", "shop:setup-10-dirs", "shop:setup-20-keys", "shop:web"),
        names(imported));
    String shop = Sample.toml(imported, "shop");
    assertTrue(shop.contains("in = [\"default\"]"), shop);
    assertTrue(
        shop.contains(
            "contents = [\"shop:setup-10-dirs\", \"shop:setup-20-keys\", \"shop:db\", \"shop:web\"]"),
        shop);
    assertTrue(
        Sample.toml(imported, "shop:setup-20-keys").contains("needs = [\"shop:setup-10-dirs\"]"));
    assertTrue(Sample.toml(imported, "shop:db").contains("needs = [\"shop:setup-20-keys\"]"));
    assertTrue(Sample.toml(imported, "shop:db").contains("kill = 5000"));
    assertTrue(Sample.toml(imported, "shop:web").contains("postrun/web &)\nexec "));
    List<String> left = Sample.shown(imported.report().left());
    assertTrue(left.contains("1:1: README is no program"), left.toString());
    assertTrue(left.contains("1:1: old is disabled: not in the bundle shop"), left.toString());
  }

  @Test
  void aNumberThatIsNoneIsBroken() {
    sample
        .program("srv/scripts/shop/run/db", "#!/bin/sh\n")
        .write("srv/settings/shop/db/service/timeout-kill", "  soon\n");
    assertEquals(
        List.of("1:3: timeout-kill is no number from 0 to 4294967295: soon"),
        Sample.shown(sample.read(new MedicImporter(), "srv/scripts/shop").report().broken()));
  }

  @Test
  void anImageOfS6Overlay() {
    sample
        .write("etc/cont-init.d/10-user", "#!/usr/bin/with-contenv bash\necho hello\n")
        .write("etc/cont-init.d/20-conf", "#!/bin/sh\necho conf\n")
        .write("etc/cont-finish.d/10-bye", "#!/bin/sh\necho bye\n")
        .write("etc/services.d/nginx/run", "#!/command/execlineb -P\nnginx\n")
        .write("etc/services.d/nginx/finish", "#!/bin/sh\nexit 0\n")
        .write("etc/services.d/nginx/notification-fd", "3\n")
        .write("etc/services.d/nginx/log/run", "#!/bin/sh\nexec s6-log n5 /var/log/nginx\n")
        .write("etc/fix-attrs.d/01", "# comment\n/var/lib/x true www 0644 0755\n")
        .write("etc/s6-overlay/s6-rc.d/app/type", "longrun\n")
        .write("etc/s6-overlay/s6-rc.d/app/run", "#!/bin/sh\nexec sleep 9\n")
        .write("etc/s6-overlay/s6-rc.d/app/dependencies.d/base", "")
        .write("etc/s6-overlay/s6-rc.d/app/dependencies.d/prep", "")
        .write("etc/s6-overlay/s6-rc.d/prep/type", "oneshot\n")
        .write("etc/s6-overlay/s6-rc.d/prep/up", "foreground { echo \"a\" } true\n")
        .write("etc/s6-overlay/s6-rc.d/user/type", "bundle\n")
        .write("etc/s6-overlay/s6-rc.d/user/contents.d/app", "");
    Imported imported = sample.read(new OverlayImporter(), ".");
    assertEquals(
        List.of(
            "app",
            "cont-finish-10-bye",
            "cont-init-10-user",
            "cont-init-20-conf",
            "nginx",
            "nginx-log",
            "prep",
            "user"),
        names(imported));
    String first = Sample.toml(imported, "cont-init-10-user");
    assertTrue(first.contains("#!/usr/bin/env bash\n"), first);
    assertTrue(first.contains("env-dirs = [\"-/run/s6/container_environment\"]"), first);
    String nginx = Sample.toml(imported, "nginx");
    assertTrue(nginx.contains("needs = [\"cont-finish-10-bye\"]"), nginx);
    assertTrue(nginx.contains("after = [\"cont-init-20-conf\"]"), nginx);
    assertTrue(nginx.contains("wants = [\"cont-init-20-conf\"]"), nginx);
    assertTrue(nginx.contains("[logger]\nservice = \"nginx-log\""), nginx);
    assertTrue(nginx.contains("[readiness]\nfd = 3"), nginx);
    assertTrue(Sample.toml(imported, "app").contains("needs = [\"prep\"]"));
    assertTrue(Sample.toml(imported, "prep").contains("foreground { echo \\\"a\\\" } true"));
    assertTrue(Sample.toml(imported, "user").contains("in = [\"default\"]"));
    assertEquals(
        List.of("2:1: fix-attrs: /var/lib/x true www 0644 0755", "1:1: needs base"),
        Sample.shown(imported.report().left()));
  }

  /** The images that others are made from have the bundle user, and much that is before it. */
  @Test
  void anImageOnTopOfAnotherOne() {
    sample
        .write("s6-rc.d/user/contents.d/app", "")
        .write("s6-rc.d/app/type", "longrun\n")
        .write("s6-rc.d/app/run", "#!/bin/sh\nexec sleep 9\n")
        .write("s6-rc.d/app/dependencies.d/init-services", "")
        .link("s6-rc.d/app/env", "/run/env/of-app")
        .write("s6-rc.d/init-config-end/dependencies.d/app", "")
        .write("s6-rc.d/bad/type", "longrum\n")
        .write("user-bundles.d/user/contents.d/other", "")
        .write("s6-rc.d/other/type", "longrun\n")
        .write("s6-rc.d/other/run", "#!/bin/sh\nexec s6-notifyoncheck sleep 9\n")
        .write("s6-rc.d/other/data/check", "#!/bin/sh\n");
    Imported imported = sample.read(new OverlayImporter(), ".");
    assertEquals(List.of("bad"), imported.report().refused());
    assertEquals(
        List.of("app", "other", "user"),
        imported.definitions().stream().map(d -> d.name.text()).toList());
    String user = Sample.toml(imported, "user");
    assertTrue(user.contains("in = [\"default\"]"), user);
    assertTrue(user.contains("contents = [\"app\", \"other\"]"), user);
    assertTrue(Sample.toml(imported, "app").contains("env-dirs = [\"-/run/env/of-app\"]"));
    String other = Sample.toml(imported, "other");
    assertTrue(other.contains("#!/bin/sh\nmkdir -p data && ln -sf /"), other);
  }

  @Test
  void aSourceWithoutATypeIsBroken() {
    sample.write("s6-rc.d/x/type", "  longrum\n").write("s6-rc.d/x/run", "#!/bin/sh\n");
    assertEquals(
        List.of("1:3: x has no type"),
        Sample.shown(sample.read(new OverlayImporter(), ".").report().broken()));
  }
}
