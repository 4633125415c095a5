package s6j.supervise;

import s6j.formats.talk.SupervisorHost;

/** A service of a scanner with its own standard streams; {@code isHere}: in its own directory. */
record HostedClient(byte[] name, boolean isHere) implements SupervisorHost.Client {
  HostedClient(byte[] name) {
    this(name, true);
  }

  @Override
  public boolean isAt(long device, long inode) {
    return isHere;
  }

  @Override
  public int input() {
    return -1;
  }

  @Override
  public int output() {
    return -1;
  }

  @Override
  public int errors() {
    return -1;
  }
}
