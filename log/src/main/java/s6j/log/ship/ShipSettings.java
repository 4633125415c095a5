package s6j.log.ship;

import s6j.posix.CString;
import s6j.posix.SocketAddress;

/** What the command line of s6-logship says. */
final class ShipSettings {
  static final int SHORTEST = 76;
  static final int LONGEST = 32_768;

  Protocol protocol = Protocol.SYSLOG;
  SocketAddress address = new SocketAddress();

  /** As the command line has it, for messages. */
  byte[] receiver = {};

  /** Of HTTP: the header Host, and what is asked for. */
  byte[] authority = {};

  byte[] target = {};

  /** Of HTTP: more lines of the head, each with its end. */
  byte[] headers = {};

  byte[] directory = {};
  byte[] placeFile = CString.of("place");
  byte[] name = {};
  byte[] host = {};

  /** What is told with every line: names of letters, digits and underscores, and their values. */
  byte[][] keys = {};

  byte[][] values = {};

  /** 8 times the facility, and the level: daemon.info. */
  int priority = 30;

  int lineLength = 8192;
  long gatherMillis = 1000;
  long timeoutMillis = 30_000;

  /** What the system took counts as received, and the connection stays. */
  boolean keeps;

  int level() {
    return priority & 7;
  }
}
