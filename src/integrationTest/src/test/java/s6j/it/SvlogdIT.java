package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** svlogd while its config changes, and what it sends to another host. */
class SvlogdIT {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int LINES = 3000;

  /** Each HUP takes the config as it then is; between two of them no line is lost or doubled. */
  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void hangupsReadTheConfigAgain(Suite suite) throws IOException {
    try (World world = new World(suite)) {
      String script =
          """
          mkdir log; echo p0: >log/config; mkfifo pipe
          exec 7<>pipe
          %s ./log <pipe 7>&- & logger=$!
          until [ -e log/current ]; do sleep 0.05; done
          i=0
          while [ $i -lt %d ]; do
            echo " line $i" >&7; i=$((i+1))
            if [ $((i %% 1000)) -eq 0 ]; then
              until grep -qs " line $((i-1))$" log/current; do sleep 0.05; done
              printf 'p%%d:\\n' $((i / 1000)) >log/config
              kill -HUP $logger
            elif [ $((i %% 100)) -eq 0 ]; then
              sleep 0.02
            fi
          done
          sleep 1
          kill -TERM $logger; wait $logger; echo $?
          """
              .formatted(world.daemons.word("svlogd"), LINES);
      World.Answer answer = world.shell("cd '" + world.directory + "'\n" + script);
      assertEquals("0", answer.line(), answer.err());
      List<String> lines = Files.readAllLines(world.directory.resolve("log/current"));
      assertEquals(LINES, lines.size());
      int last = -1;
      for (int i = 0; i < LINES; i++) {
        String line = lines.get(i);
        assertEquals("line " + i, line.substring(line.indexOf(' ') + 1));
        int config = Integer.parseInt(line.substring(0, line.indexOf(':')));
        assertTrue(config >= last && config <= i / 1000, line);
        last = config;
      }
      assertEquals(2, last);
    }
  }

  @ParameterizedTest
  @MethodSource("s6j.it.Suite#ours")
  void selectedLinesAreSent(Suite suite) throws IOException {
    try (World world = new World(suite);
        DatagramSocket host = new DatagramSocket(0, InetAddress.getByName(LOOPBACK))) {
      String address = LOOPBACK + ":" + host.getLocalPort();
      world.write(world.directory.resolve("both/config"), "u" + address + "\npP: \n-*no*\n");
      world.write(world.directory.resolve("only/config"), "U" + address + "\n");
      String line =
          "printf 'one\\nno\\n0123456789\\n' | " + suite.word("svlogd") + " -l 8 both only";
      World.Answer answer = world.shell("cd '" + world.directory + "'; " + line + "; echo $?");
      assertEquals("0", answer.line(), answer.err());
      assertEquals(
          List.of("P: one\n", "one\n", "no\n", "P: 01234567...\n", "01234567...\n"), packets(host));
      assertEquals("P: one\nP: 0123456789\n", world.read(world.directory.resolve("both/current")));
      assertEquals("", world.read(world.directory.resolve("only/current")));
    }
  }

  private static List<String> packets(DatagramSocket host) throws IOException {
    host.setSoTimeout(300);
    List<String> packets = new ArrayList<>();
    DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
    try {
      while (true) {
        host.receive(packet);
        packets.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII));
        packet.setLength(2000);
      }
    } catch (SocketTimeoutException end) {
      return packets;
    }
  }
}
