package s6j.dist.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of each kind of text that pages are made of. */
class ManualPageTest {
  private static final String HEAD =
      """
      .TH "S6-ONE" "1" "" "s6j 1.2" "s6j"
      .ad l
      .nh
      .SH "NAME"
      s6-one, one \\- is one
      .SH "DESCRIPTION"
      """;

  private static String page(String markdown) {
    ManualName name = new ManualName("s6-one", 1);
    ManualNames names =
        new ManualNames(
            Map.of(
                Path.of("docs/programs/s6-svok.md"), new ManualName("s6-svok", 1),
                Path.of("docs/definitions.md"), new ManualName("s6j-definitions", 5)),
            "s6j 1.2");
    String page = ManualPage.of("# s6-one, one\n\n" + markdown, name, "is one", names);
    assertEquals(HEAD, page.substring(0, HEAD.length()));
    return page.substring(HEAD.length());
  }

  @Test
  void whatIsNoProgramIsNamedByTheManualAndToldByItsHeading() {
    ManualNames names = new ManualNames(Map.of(), "v");
    String page = ManualPage.of("# Two things\n", new ManualName("x-two", 7), null, names);
    assertEquals("x-two \\- Two things", page.split("\n")[4]);
  }

  @Test
  void paragraphsAndFonts() {
    assertEquals(
        """
        A \\fBword\\fR, \\fIanother\\fR and
        a third.
        .PP
        Next.
        """,
        page("A `word`, *another* and\na third.\n\nNext."));
  }

  @Test
  void whatManWouldTakeForItsOwnIsEscaped() {
    assertEquals(
        "\\&.x \\(aqy\\(aq \\(ti \\(ha \\fB\\e n\\-o\\fR \\[u00E9]\n\\&.z\n",
        page(".x 'y' ~ ^ `\\ n-o` é\n.z"));
    assertEquals("\\&\\(aqq\n", page("'q"));
  }

  @Test
  void linesAreKeptAsTheyAre() {
    assertEquals(
        "Text\n.sp\n.RS 4\n.nf\n$ a\\-b  c\n\n\\&.d \\e\n.fi\n.RE\n",
        page("Text\n```\n$ a-b  c\n\n.d \\\n```\n"));
  }

  @Test
  void rowsOfTablesAreEntries() {
    assertEquals(
        ".TP\n\\fB\\-a\\fR\nall\n.TP\n\\fB\\-b\\fR\nboth\n",
        page("| option | meaning |\n|---|---|\n| `-a` | all |\n| `-b` | both |\n"));
    assertEquals(
        ".TP\n\\fB\\-a\\fR, \\fB\\-\\-all\\fR\nall\n.TP\n\\fB\\-b\\fR\nboth\n",
        page(
            "| option | long | meaning |\n|---|---|---|\n| `-a` | `--all` | all |\n| `-b` | | both |\n"));
    assertEquals(
        ".TP\n1\nb: 2\n.br\nc: 3\n", page("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n"));
  }

  @Test
  void listsHeadingsAndWhatFollowsThem() {
    assertEquals(
        ".SH \"Exit codes\"\nNone.\n.SS \"More\"\n.IP \\(bu 2\none\n.IP \\(bu 2\ntwo\n.IP 1. 4\nfirst\n",
        page("## Exit codes\n\nNone.\n\n### More\n\n- one\n- two\n\n1. first\n"));
  }

  @Test
  void linksLeadToPagesOrAddresses() {
    assertEquals(
        "\\fBs6\\-svok\\fR(1), \\fBs6j\\-definitions\\fR(5), here, s6 <https://skarnet.org/>\n",
        page(
            "[it](s6-svok.md#x), [files](../definitions.md), [here](#a),"
                + " [s6](https://skarnet.org/)"));
  }
}
