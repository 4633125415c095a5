package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Companions lie where the file lies, not only where the link to it does. */
class InstallationTest {
  private final FakePosix posix = new FakePosix().setEnvironment("PATH=/bin");

  private void link(String target, String path) {
    String directory = path.substring(0, path.lastIndexOf('/'));
    posix.directory(directory);
    assertEquals(0, posix.symlink(CString.of(target), Posix.CWD, CString.of(path)));
  }

  private void program(String path) {
    posix.program(path, child -> child.exit(0));
  }

  private String companion(String calledAs, String name) {
    byte[] own = calledAs == null ? null : CString.of(calledAs);
    byte[] found = new Installation(posix, own).find(CString.of(name));
    return found == null ? null : CString.text(found);
  }

  @Test
  void linksAreFollowedToTheFile() {
    program("/pkg/s6-svc");
    program("/pkg/s6-svstat");
    link("../pkg/s6-svc", "/cmd/s6-svc");
    posix.setOwnPath("/cmd/s6-svc");
    assertEquals("/pkg/s6-svstat", companion("s6-svc", "s6-svstat"));
    assertEquals(null, companion("s6-svc", "s6-svok"));
    program("/cmd/s6-svok");
    assertEquals("/cmd/s6-svok", companion("s6-svc", "s6-svok"));
    program("/bin/s6-svlink");
    assertEquals("/bin/s6-svlink", companion("s6-svc", "s6-svlink"));
  }

  /** The path of a version would lead to the old one when there is a new one. */
  @Test
  void whatIsTheSameProgramBesideTheLinkIsNamedByThat() {
    program("/usr/lib/s6j-1/libexec/s6j/svc");
    link("../libexec/s6j/svc", "/usr/lib/s6j-1/bin/s6-svc");
    link("../libexec/s6j/svc", "/usr/lib/s6j-1/bin/s6-svok");
    link("s6j-1", "/usr/lib/s6j");
    link("../lib/s6j/bin/s6-svc", "/usr/bin/s6-svc");
    posix.setOwnPath("/usr/bin/s6-svc");
    assertEquals("/usr/lib/s6j-1/bin/s6-svok", companion("s6-svc", "s6-svok"));
    link("../lib/s6j/bin/s6-svok", "/usr/bin/s6-svok");
    assertEquals("/usr/bin/s6-svok", companion("s6-svc", "s6-svok"));
    posix.setOwnPath("/usr/lib/s6j/bin/s6-svc");
    assertEquals("/usr/lib/s6j/bin/s6-svok", companion(null, "s6-svok"));
  }

  @Test
  void whereThereAreSeveralTheFilesOwnGoesFirst() {
    program("/pkg/s6-svc");
    link("/pkg/s6-svc", "/middle/s6-svc");
    link("/middle/s6-svc", "/cmd/s6-svc");
    posix.setOwnPath("/cmd/s6-svc");
    for (String place : new String[] {"/bin", "/called", "/cmd", "/middle", "/pkg"}) {
      program(place + "/s6-svok");
      assertEquals(place + "/s6-svok", companion("/called/s6-svc", "s6-svok"));
    }
  }

  /** Its programs are found to be executed; scripts go on naming them as s6's do. */
  @Test
  void execlineLiesBesideTheOthers() {
    program("/opt/libexec/s6j/execline");
    program("/opt/libexec/s6j/svc");
    link("../libexec/s6j/svc", "/opt/bin/s6-svc");
    link("../libexec/s6j/execline", "/opt/execline/fdmove");
    posix.setOwnPath("/opt/bin/s6-svc");
    assertEquals(null, companion(null, "fdmove"));
    byte[] own = new Installation(posix, null).own(CString.of("fdmove"));
    assertEquals("/opt/execline/fdmove", CString.text(own));
  }

  @Test
  void anImageIsNoProgramButTheLinksToItAre() {
    program("/opt/libexec/s6j/svc");
    link("../libexec/s6j/svc", "/opt/bin/s6-svc");
    link("../libexec/s6j/svc", "/opt/bin/svc");
    for (String own : new String[] {"/opt/bin/s6-svc", "/opt/libexec/s6j/svc"}) {
      posix.setOwnPath(own);
      assertEquals("/opt/bin/svc", companion("s6-svc", "svc"));
      assertEquals("/opt/bin/s6-svc", companion(null, "s6-svc"));
    }
  }

  @Test
  void withoutAnOwnPathTheNameIsLookedForOnPath() {
    program("/pkg/s6-svc");
    program("/pkg/s6-svok");
    link("/pkg/s6-svc", "/bin/s6-svc");
    assertEquals("/pkg/s6-svok", companion("s6-svc", "s6-svok"));
    assertEquals(null, companion(null, "s6-svok"));
    posix.setEnvironment();
    assertEquals(null, companion("s6-svc", "s6-svok"));
  }

  @Test
  void relativePathsBecomeAbsolute() {
    program("/here/bin/s6-svc");
    program("/here/bin/s6-svok");
    posix.chdir(CString.of("/here"));
    for (String own : new String[] {"bin/s6-svc", "./bin/s6-svc", "../here/bin/s6-svc"}) {
      posix.setOwnPath(own);
      assertEquals("/here/bin/s6-svok", companion("s6-svc", "s6-svok"), own);
    }
  }

  @Test
  void linksThatGoRoundEnd() {
    link("/b/x", "/a/x");
    link("/a/x", "/b/x");
    posix.setOwnPath("/a/x");
    assertEquals(null, companion("x", "y"));
    program("/b/y");
    assertEquals("/b/y", companion("x", "y"));
  }

  @Test
  void whatIsMissingHasAPlaceAllTheSame() {
    posix.setOwnPath("/cmd/s6-svc");
    assertEquals("/cmd/s6-svok", place("s6-svok"));
    program("/bin/s6-svok");
    assertEquals("/bin/s6-svok", place("s6-svok"));
    assertEquals("s6-svok", word("s6-svok"));
    program("/cmd/s6-svok");
    assertEquals("/cmd/s6-svok", word("s6-svok"));
    posix.setOwnPath("");
    assertEquals("/usr/bin/s6-none", place("s6-none"));
    assertEquals("/usr/bin/s6-none", word("s6-none"));
  }

  /** Whoever calls a script may have any PATH, and the path of a package has its version. */
  @Test
  void scriptsNameWhatLiesInPackageByWhereAllFindIt() {
    String tree = "/package/admin/s6j-1/";
    program(tree + "libexec/s6j/svc");
    program(tree + "libexec/s6j/execline");
    link("../libexec/s6j/svc", tree + "bin/s6-svc");
    link("../libexec/s6j/execline", tree + "execline/fdmove");
    link("../../libexec/s6j/svc", tree + "s6/command/s6-svc");
    link("s6j-1/s6", "/package/admin/s6");
    posix.setOwnPath(tree + "libexec/s6j/svc");
    assertEquals(tree + "bin/s6-svc", word("s6-svc"));
    assertEquals(tree + "execline/fdmove", word("fdmove"));
    program("/command/s6-svc");
    assertEquals(tree + "bin/s6-svc", word("s6-svc"));
    posix.unlink(Posix.CWD, CString.of("/command/s6-svc"));
    link("../package/admin/s6/command/s6-svc", "/command/s6-svc");
    link("../package/admin/s6j-1/execline/fdmove", "/command/fdmove");
    assertEquals("/command/s6-svc", word("s6-svc"));
    assertEquals("/command/s6-svc", place("s6-svc"));
    assertEquals("/command/fdmove", word("fdmove"));
  }

  private String place(String name) {
    return CString.text(new Installation(posix, null).place(CString.of(name)));
  }

  private String word(String name) {
    return CString.text(new Installation(posix, null).word(CString.of(name)));
  }

  @Test
  void aChainWithoutPathFindsTheSuite() {
    program("/opt/libexec/s6j/chain");
    for (String name : new String[] {"s6-setsid", "s6-log"})
      link("../libexec/s6j/chain", "/opt/bin/" + name);
    program("/opt/bin/foreign");
    posix.setOwnPath("/opt/bin/s6-setsid").setEnvironment();
    assertEquals("/opt/bin/s6-log a", executed("s6-log", "a"));
    assertEquals(-Errno.ENOENT, exec("foreign"));
    posix.setEnvironment("PATH=/bin");
    assertEquals("/opt/bin/s6-log", executed("s6-log"));
    program("/bin/s6-log");
    assertEquals("/bin/s6-log", executed("s6-log"));
    posix.setOwnPath("");
    posix.unlink(Posix.CWD, CString.of("/bin/s6-log"));
    assertEquals(-Errno.ENOENT, exec("s6-log"));
  }

  @Test
  void aChildWithoutPathIsFoundAsWell() {
    program("/opt/bin/s6-setsid");
    program("/opt/bin/s6-log");
    posix.setOwnPath("/opt/bin/s6-setsid").setEnvironment();
    Spawn spawn = new Spawn();
    spawn.arguments = words("s6-log");
    assertEquals(true, Executable.spawn(posix, spawn) > 1);
    assertEquals("/opt/bin/s6-log", CString.text(spawn.file));
    assertEquals("/opt/bin/s6-log", CString.text(Executable.find(posix, CString.of("s6-log"))));
    byte[][] all = Executable.places(posix, CString.of("s6-log"));
    assertEquals("/usr/bin/s6-log", CString.text(all[0]));
    assertEquals("/bin/s6-log", CString.text(all[1]));
    assertEquals("/opt/bin/s6-log", CString.text(all[2]));
  }

  @Test
  void thePathThatStandsForNone() {
    posix.setEnvironment();
    assertEquals("/usr/bin:/bin", CString.text(SearchPath.of(posix)));
    posix.setOwnPath("/command/s6-svc");
    assertEquals("/command:/usr/bin:/bin", CString.text(SearchPath.of(posix)));
    program("/package/admin/s6j/command/s6-svc");
    link("/package/admin/s6j/command/s6-svc", "/usr/sbin/s6-svc");
    posix.setOwnPath("/usr/sbin/s6-svc");
    assertEquals("/command:/usr/bin:/bin", CString.text(SearchPath.of(posix)));
    posix.setOwnPath("/commander/s6-svc");
    assertEquals("/usr/bin:/bin", CString.text(SearchPath.of(posix)));
    posix.setOwnPath("/command/s6-svc").setBuiltPath("/opt/bin");
    assertEquals("/opt/bin", CString.text(SearchPath.of(posix)));
    posix.setEnvironment("PATH=");
    assertEquals("", CString.text(SearchPath.of(posix)));
  }

  private String executed(String... words) {
    return assertThrows(FakePosix.Executed.class, () -> exec(words)).line();
  }

  private int exec(String... words) {
    return Executable.exec(posix, words(words), new Environment(posix.environment()));
  }

  private static byte[][] words(String... words) {
    byte[][] bytes = new byte[words.length][];
    for (int i = 0; i < words.length; i++) bytes[i] = CString.of(words[i]);
    return bytes;
  }
}
