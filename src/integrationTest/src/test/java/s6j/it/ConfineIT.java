package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What s6-confine says is so, as the system tells it. */
class ConfineIT {
  private static String told(World world, String line) {
    World.Answer answer = world.shell(line);
    Assumptions.assumeFalse(
        answer.err().contains("namespace: Operation not permitted"), "no namespaces");
    assertEquals("", answer.err(), line);
    return answer.line();
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void wallsStand(Suite suite) {
    try (World world = new World(suite)) {
      Assumptions.assumeTrue(world.shell("id -u").line().equals("0"), "not root");
      world.shell("mkdir -p ro/rw hidden; echo x >hidden/x; echo x >secret; touch /tmp/s6j-seen");
      String here = world.directory.toString();
      String line =
          "s6-confine -t -r @/ro -w @/ro/rw -x @/hidden -x @/secret -r -/none sh -c '"
              + "touch ro/a 2>/dev/null || echo ro; touch ro/rw/a && echo rw; ls -A hidden;"
              + " wc -c <secret; test -e /tmp/s6j-seen || echo empty; touch /tmp/x /var/tmp/x'";
      boolean isInTmp = here.startsWith("/tmp/") || here.startsWith("/var/tmp/");
      if (isInTmp) line = line.replace("-t ", "").replaceAll(" test -e /tmp.*'$", " echo empty'");
      assertEquals("ro\nrw\n0\nempty", told(world, line.replace("@", here)));
      assertEquals("x", told(world, "cat hidden/x; rm -f /tmp/s6j-seen"));
      String interfaces = told(world, "s6-confine -N cat /proc/net/dev");
      assertEquals(3, interfaces.lines().count(), interfaces);
      assertTrue(interfaces.contains("lo:"));
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void systemCallsAreFiltered(Suite suite) {
    try (World world = new World(suite)) {
      String status = " grep -E '^(NoNew|Seccomp:)' /proc/self/status | tr -d '\\t'";
      World.Answer first = world.shell("s6-confine -n -S '@system-service'" + status);
      Assumptions.assumeFalse(first.err().contains("not known"), "another machine");
      Assumptions.assumeFalse(first.err().contains("filter system calls"), "no filters");
      assertEquals("NoNewPrivs:1\nSeccomp:2", first.line());
      String blocked = " grep SigBlk /proc/self/status";
      assertEquals(
          world.shell(blocked).line(), world.shell("s6-confine -n -S @known" + blocked).line());
      world.shell("echo x >x");
      assertEquals(
          "1", world.shell("s6-confine -n -E EPERM -S ~fchmodat chmod 600 x; echo $?").line());
      // Killed by SIGSYS.
      assertEquals("159", world.shell("s6-confine -n -S @basic-io cat x; echo $?").line());
      assertEquals("100", world.shell("s6-confine -n -S readd cat x; echo $?").line());
      assertEquals("1", world.shell("s6-confine -n -R set-id chmod 4755 x; echo $?").line());
      assertEquals("x", world.shell("s6-confine -n -R set-id -K '' -F unix cat x").line());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void filesAreLocked(Suite suite) {
    try (World world = new World(suite)) {
      String system = "-L rx:/usr -L rx:-/bin -L rx:-/lib -L rx:-/lib64 -L r:-/etc -L rw:/dev/null";
      World.Answer first = world.shell("s6-confine -n " + system + " true");
      Assumptions.assumeFalse(first.err().contains("use Landlock"), "no Landlock");
      world.shell("mkdir rw; echo seen >seen; echo hidden >hidden");
      String own = " -L rw:" + world.directory + "/rw -L r:" + world.directory + "/seen ";
      World.Answer answer =
          world.shell(
              "s6-confine -n "
                  + system
                  + own
                  + "sh -c 'cat seen hidden 2>/dev/null; echo x >rw/x && cat rw/x;"
                  + " (echo x >seen) 2>/dev/null || echo kept; rm -f rw/x && ls rw'");
      assertEquals("seen\nx\nkept", answer.line());
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void rightsAreGone(Suite suite) {
    try (World world = new World(suite)) {
      Assumptions.assumeTrue(world.shell("id -u").line().equals("0"), "not root");
      String show = " grep -E '^(Cap|NoNew|Uid)' /proc/self/status | tr -d '\\t'";
      assertEquals(
          "Uid:33333333\nCapInh:0000000000000400\nCapPrm:0000000000000400"
              + "\nCapEff:0000000000000400\nCapBnd:0000000000000420\nCapAmb:0000000000000400"
              + "\nNoNewPrivs:1",
          told(
              world, "s6-confine -n -b kill,net_bind_service -a net_bind_service -u 33:33" + show));
      assertTrue(told(world, "s6-confine -b '' " + show).contains("CapEff:0000000000000000"));
      World.Answer refused = world.shell("s6-confine -u 33:33 s6-confine -N echo no; echo $?");
      assertEquals("111", refused.line());
    }
  }
}
