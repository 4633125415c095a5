package s6j.ipc.server;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.posix.PeerCredentials;
import s6j.posix.WaitStatus;

/** What a server says of its connections: everything from verbosity 2, refusals from 1. */
final class ConnectionReport {
  private final Messages messages;
  private final int verbosity;
  private final boolean lookup;
  private final int most;
  private final int mostOfOne;

  ConnectionReport(Messages messages, int verbosity, boolean lookup, int most, int mostOfOne) {
    this.messages = messages;
    this.verbosity = verbosity;
    this.lookup = lookup;
    this.most = most;
    this.mostOfOne = mostOfOne;
  }

  void starting() {
    if (verbosity < 2) return;
    messages.info().text("starting").end();
    status(0);
  }

  void exiting() {
    if (verbosity >= 2) messages.info().text("exiting").end();
  }

  void signal(String name, String effect) {
    if (verbosity >= 2) messages.info().text("received ").text(name).text(effect).end();
  }

  void trouble(String what, byte @Nullable [] file, int error) {
    if (verbosity < 1) return;
    messages.warning().unableTo(what);
    if (file != null) messages.bytes(file);
    messages.end(error);
  }

  void denied(PeerCredentials peer, int connections) {
    if (verbosity < 1) return;
    who(messages.info().text("deny "), peer).text(" count ");
    count(connections).end();
  }

  void accepted(int pid, PeerCredentials peer, int connections, int all) {
    if (verbosity < 2) return;
    who(messages.info().text("allow "), peer).text(" pid ").number(pid).text(" count ");
    count(connections).end();
    status(all);
  }

  void ended(int pid, int user, int status, int all) {
    if (verbosity < 2) return;
    messages.info().text("end pid ").number(pid).text(" uid ");
    if (lookup) messages.number(user & 0xffffffffL);
    else messages.text("?");
    boolean signaled = WaitStatus.signaled(status);
    int code = signaled ? WaitStatus.signal(status) : WaitStatus.exitCode(status);
    messages.text(signaled ? " signal " : " exitcode ").number(code).end();
    status(all);
  }

  private void status(int all) {
    messages.info().text("status: ").number(all).text("/").number(most).end();
  }

  private Messages who(Messages message, PeerCredentials peer) {
    if (!lookup) return message.text("?:?");
    return message.number(peer.uid & 0xffffffffL).text(":").number(peer.gid & 0xffffffffL);
  }

  private Messages count(int connections) {
    if (lookup) messages.number(connections);
    else messages.text("?");
    return messages.text("/").number(mostOfOne);
  }
}
