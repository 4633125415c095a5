package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import jnr.unixsocket.Credentials;
import jnr.unixsocket.UnixServerSocketChannel;
import jnr.unixsocket.UnixSocketAddress;
import jnr.unixsocket.UnixSocketChannel;
import jnr.unixsocket.UnixSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import s6j.posix.jnr.JnrPosix;

/** Our sockets and those of jnr-unixsocket understand each other and see the same peer. */
class UnixSocketLibraryTest {
  private final Posix posix = new JnrPosix();

  @TempDir Path directory;

  @Test
  void sameSocketsSamePeer() throws IOException {
    Path path = directory.resolve("sock");
    try (UnixServerSocketChannel server = UnixServerSocketChannel.open()) {
      server.socket().bind(new UnixSocketAddress(path.toFile()));
      int client = connect(path);
      try (UnixSocketChannel connection = server.accept()) {
        Credentials theirs = connection.getOption(UnixSocketOptions.SO_PEERCRED);
        PeerCredentials ours = new PeerCredentials();
        assertEquals(0, posix.peerCredentials(client, ours));
        assertEquals(theirs.getPid(), ours.pid);
        assertEquals(theirs.getUid(), ours.uid);
        assertEquals(theirs.getGid(), ours.gid);
        assertEquals(5, posix.write(client, CString.of("hello"), 0, 5));
        assertEquals(5, connection.read(ByteBuffer.allocate(9)));
      }
      assertEquals(0, posix.read(client, new byte[1], 0, 1));
      posix.close(client);
    }
  }

  private int connect(Path path) {
    SocketAddress address = new SocketAddress();
    byte[] bytes = CString.of(path.toString());
    assertTrue(address.unix(bytes, bytes.length));
    int client = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    assertEquals(0, posix.connect(client, address));
    return client;
  }
}
