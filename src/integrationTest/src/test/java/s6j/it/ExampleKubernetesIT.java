package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The pod, in namespaces: what its process 1 does; and whether the manifest fits that. */
class ExampleKubernetesIT {
  private static final Path EXAMPLE = Suite.ROOT.resolve("examples/kubernetes");
  private static final int CHECKS = 7;

  @Test
  void thePodWorks() {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    try (World world = new World(Suite.NATIVE)) {
      String script = EXAMPLE.resolve("test").toString();
      World.Answer answer = world.runCommand(List.of(script, Suite.TREE.toString()));
      Assumptions.assumeFalse(answer.out().contains("skipped"), answer.out());
      assertEquals(0, answer.code(), answer.out());
      assertEquals(CHECKS, answer.out().lines().filter(line -> line.startsWith("ok ")).count());
    }
  }

  private static Map<?, ?> map(Object any, String key) {
    return (Map<?, ?>) ((Map<?, ?>) any).get(key);
  }

  private static Object first(Map<?, ?> any, String key) {
    List<?> list = (List<?>) any.get(key);
    assertEquals(1, list.size(), key);
    return list.get(0);
  }

  @Test
  void theManifestAsksForWhatIsThere() throws IOException {
    Map<?, ?> pod = new Yaml().load(Files.readString(EXAMPLE.resolve("pod.yaml")));
    assertEquals("v1 Pod", pod.get("apiVersion") + " " + pod.get("kind"));
    Map<?, ?> spec = map(pod, "spec");
    Map<?, ?> container = (Map<?, ?>) first(spec, "containers");
    assertEquals("[/s6j/init]", container.get("command").toString());
    Map<?, ?> context = map(container, "securityContext");
    assertEquals(true, context.get("readOnlyRootFilesystem"));
    assertEquals(false, context.get("allowPrivilegeEscalation"));
    Map<?, ?> run = (Map<?, ?>) first(container, "volumeMounts");
    assertEquals("/run", run.get("mountPath"));
    assertEquals(run.get("name"), ((Map<?, ?>) first(spec, "volumes")).get("name"));
    for (String probe : new String[] {"startupProbe", "readinessProbe", "livenessProbe"})
      assertEquals(
          "[/s6j/bin/s6-rc, -l, /run/s6j/live, healthy]",
          map(map(container, probe), "exec").get("command").toString(),
          probe);
    assertTrue(Files.exists(Suite.TREE.resolve("bin/s6-rc")));
    String init = Files.readString(EXAMPLE.resolve("init"));
    assertTrue(init.contains("s6-rc -t 20000 -da change"), init);
    int grace = (Integer) spec.get("terminationGracePeriodSeconds");
    assertTrue(grace * 1000 > 20_000, "grace of " + grace);
    Object port = ((Map<?, ?>) first(container, "ports")).get("containerPort");
    String metrics = Files.readString(EXAMPLE.resolve("source/metrics/run"));
    assertTrue(metrics.contains("METRICS_PORT:-" + port), metrics);
  }
}
