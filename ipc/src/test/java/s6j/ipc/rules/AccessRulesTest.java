package s6j.ipc.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;

/** Access rules in directories and databases; FakePosix is user and group 1000. */
class AccessRulesTest {
  private final FakePosix posix = new FakePosix();
  private final AccessRule rule = new AccessRule(8192, 4096);

  private int decide(int user, int group) {
    RuleDirectory source = new RuleDirectory(posix, CString.of("/rules"));
    return new AccessRules(posix, source).decide(user, group, rule);
  }

  private void rule(String key, String decision) {
    posix.directory("/rules/" + key).file("/rules/" + key + "/" + decision, "");
  }

  @Test
  void nobodyWithoutARule() {
    posix.directory("/rules");
    assertEquals(AccessRule.NOT_FOUND, decide(1000, 1000));
    rule("uid/5", "something");
    assertEquals(AccessRule.NOT_FOUND, decide(5, 5));
  }

  /** uid/self, uid/N, gid/self, gid/N, uid/default. */
  @Test
  void theFirstKeyDecides() {
    rule("uid/default", "deny");
    assertEquals(AccessRule.DENY, decide(7, 8));
    rule("gid/8", "allow");
    assertEquals(AccessRule.ALLOW, decide(7, 8));
    rule("gid/self", "deny");
    rule("gid/1000", "allow");
    assertEquals(AccessRule.DENY, decide(7, 1000));
    rule("uid/7", "allow");
    assertEquals(AccessRule.ALLOW, decide(7, 1000));
    rule("uid/1000", "deny");
    assertEquals(AccessRule.DENY, decide(1000, 8));
    rule("uid/self", "allow");
    assertEquals(AccessRule.ALLOW, decide(1000, 8));
  }

  @Test
  void allowIsLookedAtFirst() {
    rule("uid/default", "deny");
    rule("uid/default", "allow");
    assertEquals(AccessRule.ALLOW, decide(1, 1));
  }

  @Test
  void theEnvironmentIsReadAsEnvdirDoes() {
    rule("uid/1", "allow");
    posix.directory("/rules/uid/1/env");
    posix.file("/rules/uid/1/env/A", "value \t\r\nrest");
    posix.file("/rules/uid/1/env/B", "");
    posix.file("/rules/uid/1/env/C", "\n");
    posix.file("/rules/uid/1/env/D", "a\0b");
    posix.file("/rules/uid/1/env/.E", "hidden");
    posix.file("/rules/uid/1/env/F=", "no name");
    posix.file("/rules/uid/1/exec", "echo hello");
    assertEquals(AccessRule.ALLOW, decide(1, 1));
    String changes = text(rule.environment, rule.environmentLength);
    assertEquals("A=value|B|C=|D=a\nb|", sorted(changes));
    assertEquals("echo hello", text(rule.script, rule.scriptLength));
  }

  @Test
  void anEnvironmentThatDoesNotFitIsAnError() {
    rule("uid/1", "allow");
    posix.directory("/rules/uid/1/env");
    for (int i = 0; i < 3; i++) posix.file("/rules/uid/1/env/V" + i, "x".repeat(4000));
    assertEquals(-Errno.E2BIG, decide(1, 1));
  }

  @Property
  void randomRecordsNeverThrow(@ForAll @Size(min = 1, max = 300) byte[] data) {
    int decision = RuleDatabase.read(data, data.length, rule.clear());
    if (data[0] != 'A' && data[0] != 'D') assertEquals(AccessRule.NOT_FOUND, decision);
    assertTrue(rule.environmentLength + rule.scriptLength <= data.length);
  }

  @Property
  void recordsThatAlmostAreOnesNeverThrow(@ForAll @Size(min = 4, max = 60) byte[] data) {
    data[0] = 'A';
    data[1] = 0;
    data[2] &= 63;
    if (RuleDatabase.read(data, data.length, rule.clear()) != AccessRule.ALLOW) return;
    assertEquals(data.length, 5 + rule.environmentLength + rule.scriptLength);
  }

  @Test
  void theRecordsOfTheReferenceAreRead() {
    byte[] data = CString.of("A\0\4A=v\0\0\4prog");
    assertEquals(AccessRule.ALLOW, RuleDatabase.read(data, data.length, rule.clear()));
    assertEquals("A=v|", text(rule.environment, rule.environmentLength));
    assertEquals("prog", text(rule.script, rule.scriptLength));
    assertEquals(AccessRule.DENY, RuleDatabase.read(CString.of("D"), 1, rule.clear()));
  }

  private static String text(byte[] bytes, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) text.append(bytes[i] == 0 ? '|' : (char) bytes[i]);
    return text.toString();
  }

  private static String sorted(String changes) {
    String[] words = changes.split("\\|");
    java.util.Arrays.sort(words);
    return String.join("|", words) + "|";
  }
}
