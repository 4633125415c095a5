package s6j.ipc.rules;

import s6j.formats.BigEndian;
import s6j.formats.Cdb;
import s6j.formats.files.CdbFile;
import s6j.posix.Errno;
import s6j.posix.Posix;

/**
 * Access rules in a constant database: D, or A, 2 bytes length and environment, 2 bytes length and
 * script (docs/specification/s6.md, A.5).
 */
public final class RuleDatabase implements RuleSource {
  /** Bytes of a rule around environment and script. */
  static final int FRAME = 5;

  private final CdbFile file;
  private final byte[] path;
  private final byte[] data = new byte[FRAME + 2 * LONGEST];

  public RuleDatabase(Posix posix, byte[] path) {
    this.file = new CdbFile(posix);
    this.path = path;
  }

  @Override
  public int reload() {
    return file.open(path);
  }

  @Override
  public void close() {
    file.close();
  }

  @Override
  public int find(byte[] key, int length, AccessRule rule) {
    int size = file.find(key, length);
    if (size == Cdb.ABSENT) return AccessRule.NOT_FOUND;
    if (size <= 0 || size > data.length || !file.data(data, size)) return -Errno.EINVAL;
    return read(data, size, rule);
  }

  /** What {@code size} bytes, at least one, say; {@code -EINVAL} if they are no rule. */
  static int read(byte[] data, int size, AccessRule rule) {
    if (data[0] == 'D') return AccessRule.DENY;
    if (data[0] != 'A') return AccessRule.NOT_FOUND;
    if (size < FRAME) return -Errno.EINVAL;
    int environment = (int) BigEndian.get(data, 1, 2);
    if (environment > LONGEST || FRAME + environment > size) return -Errno.EINVAL;
    int script = (int) BigEndian.get(data, 3 + environment, 2);
    if (script > LONGEST || FRAME + environment + script != size) return -Errno.EINVAL;
    System.arraycopy(data, 3, rule.environment, 0, environment);
    System.arraycopy(data, FRAME + environment, rule.script, 0, script);
    rule.environmentLength = environment;
    rule.scriptLength = script;
    return AccessRule.ALLOW;
  }
}
