package s6j.formats.talk;

import s6j.posix.CString;

/** The parts of {@code http://HOST[:PORT][/PATH][?QUERY]}. */
public final class HttpUrl {
  private static final byte[] SCHEME = CString.of("http://");
  private static final byte[] USUAL_PORT = CString.of(":80");
  private static final byte[] ROOT = CString.of("/");

  /** As the header Host has it. */
  public byte[] authority = {};

  /** What is asked for. */
  public byte[] target = ROOT;

  /** Whether the text is such a URL; blanks and control characters would be more than one line. */
  public boolean read(byte[] text) {
    int length = CString.length(text);
    if (!CString.startsWith(text, SCHEME)) return false;
    for (int i = 0; i < length; i++) if ((text[i] & 255) <= ' ' || text[i] == 127) return false;
    int start = CString.length(SCHEME);
    int end = start;
    while (end < length && text[end] != '/' && text[end] != '?' && text[end] != '#') end++;
    authority = CString.slice(text, start, end);
    int last = end;
    while (last < length && text[last] != '#') last++;
    byte[] rest = CString.slice(text, end, last);
    boolean isRooted = end < last && text[end] == '/';
    target = isRooted ? rest : CString.concat(ROOT, rest);
    return end > start && CString.indexOf(authority, '@') < 0;
  }

  /** Host and port, the usual one if none is said. */
  public byte[] endpoint() {
    int colon = CString.lastIndexOf(authority, ':');
    int bracket = CString.lastIndexOf(authority, ']');
    return colon > bracket ? authority : CString.concat(authority, USUAL_PORT);
  }
}
