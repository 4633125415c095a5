package s6j.ipc.server;

import s6j.posix.PeerCredentials;
import s6j.posix.Posix;
import s6j.posix.SocketAddress;
import s6j.posix.Spawn;

/** The program that a server runs for every connection, the connection as its input and output. */
final class ConnectionProgram {
  private final byte[][] command;
  private final boolean knowsPeer;
  private final ConnectionVariables variables;
  private final ProgramSearch search;
  private final Spawn spawn = new Spawn();

  ConnectionProgram(Posix posix, byte[][] command, boolean knowsPeer) {
    this.command = command;
    this.knowsPeer = knowsPeer;
    this.variables = new ConnectionVariables(posix.environment(), knowsPeer);
    this.search = new ProgramSearch(posix, command[0]);
  }

  byte[] name() {
    return command[0];
  }

  boolean knowsPeer() {
    return knowsPeer;
  }

  /** Starts it: its pid, or the negated errno. */
  int start(int connection, PeerCredentials peer, int others, SocketAddress address) {
    spawn.reset();
    spawn.arguments = command;
    spawn.environment = variables.tell(knowsPeer ? peer : null, others, address);
    spawn.move(connection, 0).move(connection, 1);
    return search.spawn(spawn);
  }
}
