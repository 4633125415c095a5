package s6j.ipc.fdholder;

import s6j.cli.Messages;
import s6j.ipc.rules.AccessRule;
import s6j.ipc.rules.AccessRules;
import s6j.ipc.rules.RuleSource;
import s6j.posix.PeerCredentials;
import s6j.posix.Posix;

/** Who may use an fd-holder, and for what: asked once for every connection. */
final class HolderDoor {
  private static final int LONGEST_ENVIRONMENT = 1 << 15;

  private final Posix posix;
  private final Messages messages;
  private final RuleSource source;
  private final AccessRules rules;
  private final RightsReader reader;
  private final boolean loud;
  private final AccessRule rule = new AccessRule(LONGEST_ENVIRONMENT, RuleSource.LONGEST);
  private final PeerCredentials peer = new PeerCredentials();
  private final byte[] reason = new byte[256];

  HolderDoor(Posix posix, Messages messages, RuleSource source, boolean loud) {
    this.posix = posix;
    this.messages = messages;
    this.source = source;
    this.loud = loud;
    this.rules = new AccessRules(posix, source);
    this.reader = new RightsReader(posix);
  }

  /** Whether the client of a connection is let in; then its rights are filled in. */
  boolean lets(int connection, HolderRights rights) {
    int error = posix.peerCredentials(connection, peer);
    if (error < 0) {
      if (loud) messages.warning().unableTo("getpeereid").end(error);
      return false;
    }
    int decision = rules.decide(peer.uid, peer.gid, rule);
    if (decision < 0 && loud) messages.warning().text("error while checking rules").end(decision);
    return decision == AccessRule.ALLOW && readRights(rights);
  }

  /** Takes note of changed rules; the old ones stay where that fails. */
  void reload() {
    source.reload();
  }

  private boolean readRights(HolderRights rights) {
    if (rule.scriptLength > 0 && loud)
      messages
          .warning()
          .text("unused exec string in rules for uid ")
          .number(peer.uid & 0xffffffffL)
          .text(" gid ")
          .number(peer.gid & 0xffffffffL)
          .end();
    int error = reader.read(rule, rights);
    if (error < 0 && loud) complain(error);
    return error >= 0;
  }

  private void complain(int error) {
    int length = posix.regexError(error, reason);
    reason[length < 0 ? 0 : Math.min(length, reason.length - 1)] = 0;
    messages.warning().text("invalid ").bytes(reader.name()).text(" value: ");
    messages.bytes(reader.pattern()).text(": ").bytes(reason).end();
  }
}
