package s6j.command.deploy;

import s6j.formats.files.NameList;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.PathText;
import s6j.posix.Posix;

/** Whether two directories have the same files with the same content and rights. */
final class SameTree {
  private static final int DEEPEST = 64;

  private final Posix posix;
  private final FileStat one = new FileStat();
  private final FileStat other = new FileStat();

  SameTree(Posix posix) {
    this.posix = posix;
  }

  /** What cannot be read is not the same. */
  boolean isSame(byte[] a, byte[] b) {
    return isSame(a, b, DEEPEST);
  }

  private boolean isSame(byte[] a, byte[] b, int depth) {
    if (depth == 0 || posix.stat(Posix.CWD, a, false, one) < 0) return false;
    if (posix.stat(Posix.CWD, b, false, other) < 0 || one.mode != other.mode) return false;
    if (one.isDirectory()) return hasSame(a, b, depth);
    if (one.isLink()) return hasSameText(a, b);
    return !one.isRegular() || hasSameBytes(a, b);
  }

  private boolean hasSame(byte[] a, byte[] b, int depth) {
    NameList ofOne = new NameList();
    NameList ofOther = new NameList();
    if (ofOne.addDirectory(posix, a, true) < 0) return false;
    if (ofOther.addDirectory(posix, b, true) < 0 || ofOne.count() != ofOther.count()) return false;
    ofOne.sort();
    ofOther.sort();
    for (int i = 0; i < ofOne.count(); i++) {
      byte[] name = ofOne.get(i);
      if (!CString.equal(name, ofOther.get(i))) return false;
      if (!isSame(CString.path(a, name), CString.path(b, name), depth - 1)) return false;
    }
    return true;
  }

  private boolean hasSameText(byte[] a, byte[] b) {
    byte[] ofOne = PathText.ofLink(posix, a);
    byte[] ofOther = PathText.ofLink(posix, b);
    return ofOne != null && ofOther != null && CString.equal(ofOne, ofOther);
  }

  private boolean hasSameBytes(byte[] a, byte[] b) {
    WholeFile ofOne = new WholeFile(posix);
    WholeFile ofOther = new WholeFile(posix);
    int length = ofOne.read(Posix.CWD, a);
    if (length < 0 || ofOther.read(Posix.CWD, b) != length) return false;
    for (int i = 0; i < length; i++) if (ofOne.bytes()[i] != ofOther.bytes()[i]) return false;
    return true;
  }
}
