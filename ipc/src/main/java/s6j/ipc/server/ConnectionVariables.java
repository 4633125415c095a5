package s6j.ipc.server;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.PeerCredentials;
import s6j.posix.SocketAddress;

/**
 * The environment of a program that serves a connection: the server's own with PROTO,
 * IPCREMOTEEUID, IPCREMOTEEGID, IPCCONNNUM and IPCREMOTEPATH (s6-ipcserverd page), rewritten in
 * place.
 */
final class ConnectionVariables {
  private static final int DIGITS = 11;
  private static final int PATH = 109;

  private final byte[] user = room("IPCREMOTEEUID=", DIGITS);
  private final byte[] group = room("IPCREMOTEEGID=", DIGITS);
  private final byte[] number = room("IPCCONNNUM=", DIGITS);
  private final byte[] path = room("IPCREMOTEPATH=", PATH);
  private final byte[][] variables;
  private final int userAt = user.length - DIGITS;
  private final int groupAt = group.length - DIGITS;
  private final int numberAt = number.length - DIGITS;
  private final int pathAt = path.length - PATH;

  /** {@code knowsPeer}: who connects is looked up. */
  ConnectionVariables(byte[][] own, boolean knowsPeer) {
    variables = new byte[own.length + 6][];
    int count = 0;
    for (byte[] variable : own) if (!isOurs(variable)) variables[count++] = variable;
    variables[count++] = CString.of("PROTO=IPC");
    variables[count++] = number;
    variables[count++] = path;
    if (!knowsPeer) return;
    variables[count++] = user;
    variables[count] = group;
  }

  /** Tells of a connection; {@code peer} null if it was not looked up. */
  byte[][] tell(@Nullable PeerCredentials peer, int connections, SocketAddress address) {
    if (peer != null) {
      end(user, Decimal.format(peer.uid & 0xffffffffL, user, userAt));
      end(group, Decimal.format(peer.gid & 0xffffffffL, group, groupAt));
      end(number, Decimal.format(connections, number, numberAt));
    }
    System.arraycopy(address.path, 0, path, pathAt, address.pathLength);
    end(path, pathAt + address.pathLength);
    return variables;
  }

  private static void end(byte[] variable, int at) {
    variable[at] = 0;
  }

  private static byte[] room(String name, int size) {
    byte[] variable = new byte[name.length() + size];
    System.arraycopy(CString.of(name), 0, variable, 0, name.length());
    return variable;
  }

  private boolean isOurs(byte @Nullable [] variable) {
    return variable == null
        || CString.startsWith(variable, CString.of("PROTO="))
        || CString.startsWith(variable, user)
        || CString.startsWith(variable, group)
        || CString.startsWith(variable, number)
        || CString.startsWith(variable, path);
  }
}
