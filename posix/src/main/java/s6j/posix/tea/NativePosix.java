package s6j.posix.tea;

import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;
import org.teavm.interop.Structure;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.LineCopy;
import s6j.posix.Posix;

/**
 * The system calls of the native build: plain C calls through TeaVM's C backend. Single-threaded;
 * what a call hands to C lies outside the Java heap or is an array whose data C may use until it
 * returns, since no collection can run meanwhile.
 */
public final class NativePosix extends NativeAccounts implements Posix {
  private static final int AT_EXECFN = 31;
  private static final byte[] SELF = CString.of("/proc/self/exe");

  private final int argumentCount;
  private Address regexes = Address.fromLong(0);
  private int regexCount;
  private Address subject = Address.fromLong(0);
  private int subjectCapacity;

  /** For a pattern, so that compiling one allocates nothing. */
  private final byte[][] one = new byte[1][];

  /** {@code argsLength} is the length of the array that main was given. */
  public NativePosix(int argsLength) {
    argumentCount = argsLength;
  }

  /** From now on an exec of the image's own file is done in this process where that is exact. */
  public NativePosix fusing() {
    fusion = new NativeFusion(this);
    return this;
  }

  @Override
  public void expectManyDescriptors(int nothing) {
    table = new SharedTable(this, nothing);
  }

  /**
   * The raw arguments of the process, the name it was called by first. The kernel lays them out one
   * behind the other. (The pointers to them lie before the environment, but a preloaded library may
   * have moved that by now.)
   */
  public byte[][] arguments() {
    byte[][] words = new byte[argumentCount + 1][];
    Address next = CMemory.programName();
    for (int i = 0; i < words.length; i++) {
      words[i] = NativeString.copy(next);
      next = next.add(words[i].length + 1);
    }
    return words;
  }

  /** In the interpreter of a script the kernel's path is the script's, and argv[0] is its own. */
  @Override
  public int ownPath(byte[] buffer) {
    byte[] told = told();
    byte[] called = NativeString.copy(CMemory.programName());
    boolean isPath = CString.indexOf(called, '/') >= 0;
    FileStat own = new FileStat();
    int answer = stat(CWD, SELF, true, own);
    if (answer < 0) return copied(isPath ? called : told, buffer);
    if (isAt(told, own)) return copied(told, buffer);
    if (isPath && isAt(called, own)) return copied(called, buffer);
    return readlink(CWD, SELF, buffer);
  }

  private static byte[] told() {
    return NativeString.copy(Address.fromLong(CMemory.auxiliary(AT_EXECFN)));
  }

  @Override
  public int toldPath(byte[] buffer) {
    return copied(told(), buffer);
  }

  private boolean isAt(byte[] path, FileStat own) {
    FileStat there = new FileStat();
    if (path.length == 0 || stat(CWD, path, true, there) < 0) return false;
    return there.inode == own.inode && there.device == own.device;
  }

  private static int copied(byte[] path, byte[] buffer) {
    if (path.length == 0) return -Errno.ENOENT;
    if (path.length > buffer.length) return -Errno.ENAMETOOLONG;
    System.arraycopy(path, 0, buffer, 0, path.length);
    return path.length;
  }

  @Override
  public byte @Nullable [] builtPath() {
    Address path = CMemory.builtPath();
    return path.toLong() == 0 ? null : NativeString.copy(path);
  }

  @Override
  public int indexOf(byte[] buffer, int from, int to, int wanted) {
    if (from >= to || isOutside(buffer, from, to - from)) return -1;
    Address data = Address.ofData(buffer);
    Address found = CMemory.memchr(data.add(from), wanted, to - from);
    return found.toLong() == 0 ? -1 : (int) (found.toLong() - data.toLong());
  }

  @Override
  public void copyLines(LineCopy copy) {
    NativeLines.copy(copy);
  }

  @Override
  public void forget(byte[] buffer, int from, int to) {
    if (from < to && !isOutside(buffer, from, to - from))
      CMemory.forget(Address.ofData(buffer).add(from), to - from);
  }

  /** The runtime chose the user's locale at start; a pattern is about bytes, in the C locale. */
  @Override
  public int compileRegex(byte[] pattern, int flags) {
    scratch.putShort((short) 'C');
    CRegex.setlocale(CRegex.LC_ALL, scratch);
    one[0] = pattern;
    Address text = arguments.fill(one).getAddress();
    Address regex = CMemory.had(CMemory.malloc(Structure.sizeOf(CRegex.Regex.class)));
    int inC = flags & (REG_NEWLINE | REG_ICASE);
    if ((flags & REG_BASIC) == 0) inC |= CRegex.REG_EXTENDED;
    if ((flags & REG_GROUPS) == 0) inC |= CRegex.REG_NOSUB;
    int error = CRegex.regcomp(regex, text, inC);
    if (error == 0) return handle(regex);
    CMemory.free(regex);
    return -error;
  }

  private int handle(Address regex) {
    int free = 0;
    while (free < regexCount && NativeStrings.hasMore(regexes, free)) free++;
    if (free == regexCount)
      regexes = CMemory.had(CMemory.realloc(regexes, (long) Address.sizeOf() * ++regexCount));
    NativeStrings.at(regexes, free).putAddress(regex);
    return free;
  }

  @Override
  public boolean matchesRegex(int regex, byte[] buffer, int offset, int length) {
    if (regex < 0 || regex >= regexCount || isOutside(buffer, offset, length)) return false;
    if (length >= subjectCapacity) reserve(length + 1);
    CMemory.memcpy(subject, Address.ofData(buffer).add(offset), length);
    subject.add(length).putByte((byte) 0);
    Address compiled = NativeStrings.at(regexes, regex).getAddress();
    return CRegex.regexec(compiled, subject, 0, Address.fromLong(0), 0) == 0;
  }

  @Override
  public int groupsOfRegex(int regex) {
    if (regex < 0 || regex >= regexCount) return 0;
    CRegex.Regex compiled = NativeStrings.at(regexes, regex).getAddress().toStructure();
    return (int) compiled.groups;
  }

  @Override
  public boolean matchGroups(int regex, byte[] string, int[] places) {
    if (regex < 0 || regex >= regexCount) return false;
    int count = places.length / 2;
    int size = Structure.sizeOf(CRegex.Place.class);
    one[0] = string;
    Address text = arguments.fill(one).getAddress();
    Address found = CMemory.had(CMemory.malloc(size * count + 1));
    Address compiled = NativeStrings.at(regexes, regex).getAddress();
    boolean matches = CRegex.regexec(compiled, text, count, found, 0) == 0;
    for (int i = 0; i < count && matches; i++) {
      CRegex.Place place = found.add(size * i).toStructure();
      places[2 * i] = place.from;
      places[2 * i + 1] = place.to;
    }
    CMemory.free(found);
    return matches;
  }

  private void reserve(int capacity) {
    subject = CMemory.had(CMemory.realloc(subject, capacity));
    subjectCapacity = capacity;
  }

  @Override
  public void freeRegex(int regex) {
    if (regex < 0 || regex >= regexCount) return;
    Address place = NativeStrings.at(regexes, regex);
    if (place.getAddress().toLong() == 0) return;
    CRegex.regfree(place.getAddress());
    CMemory.free(place.getAddress());
    place.putAddress(Address.fromLong(0));
  }

  @Override
  public int regexError(int error, byte[] buffer) {
    if (buffer.length == 0) return -Errno.EINVAL;
    Address text = Address.ofData(buffer);
    CRegex.regerror(-error, Address.fromLong(0), text, buffer.length);
    return (int) CMemory.strnlen(text, buffer.length);
  }
}
