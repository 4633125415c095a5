package s6j.metrics;

import s6j.formats.Tai64n;
import s6j.formats.files.DeathTally;
import s6j.formats.files.SmallFile;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;

/** Reads supervise/death_tally as it is: whoever only looks does not mend it. */
final class DeathReader {
  private static final int SIZE = DeathTally.SIZE;

  private final Posix posix;
  private final byte[] records = new byte[SIZE * DeathTally.MOST];
  private int count;

  DeathReader(Posix posix) {
    this.posix = posix;
  }

  /** Reads such a file. One that is missing or malformed is empty. */
  void read(@Descriptor int directory, byte[] path) {
    int length = SmallFile.read(posix, directory, path, records, records.length);
    count = length < 0 || length % SIZE != 0 ? 0 : length / SIZE;
  }

  /** As if there were no file. */
  void forget() {
    count = 0;
  }

  int count() {
    return count;
  }

  /** The record that was written last. */
  byte[] last() {
    return CString.slice(records, (count - 1) * SIZE, count * SIZE);
  }

  long lastNanos() {
    return Tai64n.decode(records, (count - 1) * SIZE);
  }

  /** 128 + signal for a killed run. */
  int exitCode(int place) {
    return records[place * SIZE + Tai64n.SIZE] & 0xff;
  }

  /** The killing signal, or 0. */
  int signal(int place) {
    return records[place * SIZE + Tai64n.SIZE + 1] & 0xff;
  }

  /** How many records stand behind this one: all, if it is not there. */
  int behind(byte[] record) {
    int place = count - 1;
    while (place >= 0 && !isAt(place, record)) place--;
    return count - 1 - place;
  }

  private boolean isAt(int place, byte[] record) {
    for (int i = 0; i < SIZE; i++) if (records[place * SIZE + i] != record[i]) return false;
    return true;
  }
}
