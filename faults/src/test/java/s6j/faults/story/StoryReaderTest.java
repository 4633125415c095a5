package s6j.faults.story;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a story, and what is said of a text that is none. */
class StoryReaderTest {
  @Test
  void aStoryIsRead() {
    Story story =
        Story.of(
            "a",
            """
            # What it shows.
            since 2.12
            file a/data 600
                one
                 two
            file a/down
            lines in 2 line
            & s6-svscan scan
            ~ s6-svstat -o 'up ready' a < in
            > true
            >
            ! warning
            = 3
            pass 200ms
            finally
            $ s6-svok a
            """);
    assertEquals("What it shows.", story.title());
    assertEquals(
        List.of(
            new Step.Given(3, "a/data", 0600, "one\n two\n"),
            new Step.Given(6, "a/down", 0644, ""),
            new Step.Given(7, "in", 0644, "line 1\nline 2\n"),
            new Step.Start(8, List.of("s6-svscan", "scan"), null),
            new Step.Ask(
                9,
                true,
                List.of("s6-svstat", "-o", "up ready", "a"),
                "in",
                3,
                List.of("true", ""),
                List.of("warning")),
            new Step.Pass(14, 200),
            new Step.Finally(15),
            new Step.Ask(16, false, List.of("s6-svok", "a"), null, 0, List.of(), List.of())),
        story.steps());
    assertTrue(story.isFor("2.12.0.1"));
    assertTrue(story.isFor("2.13"));
    assertFalse(story.isFor("2.11.3.2"));
  }

  /** Each takes the place of the third line of a good story; it and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "stop a | 3: expected since, file, script, lines, &, $, ~, pass or finally, found \"stop\"",
        "> true | 3: expected since, file, script, lines, &, $, ~, pass or finally, found \">\"",
        "since new | 3: expected \"ours\" or a version of s6, found \"new\"",
        "since 2.12 | 3: expected since before all else",
        "file a rw | 3: expected a mode, found \"rw\"",
        "file | 3: expected a path and perhaps a mode",
        "script a/run | 3: expected what the script does, four blanks before it",
        "pass soon | 3: expected a time, as in 200ms or 3s, found \"soon\"",
        "lines a some | 3: expected a path, a number and a text",
        "$ | 3: expected a command",
        "$ echo | 3: expected a program of the suite or one of",
        "~ kill TERM a | 3: expected something to wait for, found \"kill\"",
        "$ kill NOW a | 3: expected a signal, found \"NOW\"",
        "$ cat | 3: expected another number of words behind cat",
        "$ s6-log < | 3: expected one file behind <",
      })
  void whatIsWrongIsSaidWithFileAndLine(String line, String problem) {
    assertRefused("# Title.\nfile a\n" + line + "\nfinally\n$ ls a\n", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run | 3: expected a deed of a script, found \"run\"",
        "sleep long | 3: expected a time, found \"long\"",
        "exit now | 3: expected a number, found \"now\"",
        "die TERM 9 | 3: expected a signal, found \"TERM 9\"",
        "on STOPPED exit 1 | 3: expected a signal, found \"STOPPED\"",
        "on TERM live | 3: expected a deed that ends, found \"live\"",
        "on TERM leave | 3: expected a deed of a script, found \"leave\"",
        "note file | 3: expected a file and a text",
        "say | 3: expected something behind say",
      })
  void whatIsWrongInAScriptIsSaid(String deed, String problem) {
    assertRefused("# Title.\nscript a/run\n    " + deed + "\nfinally\n$ ls a\n", problem);
  }

  @Test
  void aStoryHasATitleAndAnEnd() {
    assertRefused("$ ls a\n", "1: expected \"# \" and what the story shows");
    assertRefused("# Title.\n$ ls a\n", "3: expected finally and how the story ends");
    assertRefused("# Title.\nfinally\n", "3: expected something behind finally");
    assertRefused("# T.\nfinally\n$ ls a\nfinally\n", "4: expected one finally, found another");
    assertRefused("# T.\n$ ls a\n= many\nfinally\n", "3: expected an exit code, found \"= many\"");
  }

  private static void assertRefused(String text, String problem) {
    String said = assertThrows(BadStory.class, () -> Story.of("a", text)).getMessage();
    assertTrue(said.startsWith("a:" + problem), said);
  }

  @Test
  void aScriptIsToldToAShell() {
    List<String> deeds =
        List.of(
            "on TERM exit 3",
            "on HUP nothing",
            "say it's \"$1\" of `$HOME`",
            "note notes got $2",
            "ready 3",
            "await go",
            "take go",
            "sleep 250ms",
            "live");
    assertEquals(
        """
        #!/bin/sh
        trap 'kill $! 2>/dev/null; exit 3' TERM
        trap '' HUP
        printf '%s\\n' "it's \\"$1\\" of \\`\\$HOME\\`"
        printf '%s\\n' "got $2" >> "notes"
        echo >&3
        while test ! -e go; do sleep 0.05; done
        until rm go 2>/dev/null; do sleep 0.05; done
        sleep 0.25
        while :; do sleep 1000 </dev/null >/dev/null 2>&1 3>&- & wait $!; kill $! 2>/dev/null; done
        """,
        Script.of(deeds).shell());
    assertEquals("#!/bin/sh\nexec sleep 1000\n", Script.of(List.of("live")).shell());
    assertEquals(Script.of(deeds), Script.of(Script.of(deeds).text()));
  }

  @Test
  void wordsThatAreNamedStayTheSame() {
    Expected expected = new Expected();
    assertTrue(expected.isSaid(List.of("pid {first} up", "..."), "pid 12 up\nanything\n"));
    assertTrue(expected.isSaid(List.of("{first}"), "12\n"));
    assertFalse(expected.isSaid(List.of("{first}"), "13\n"));
    assertTrue(expected.isSaid(List.of("{!first}"), "13\n"));
    assertFalse(expected.isSaid(List.of("{!first}"), "12\n"));
    assertFalse(expected.isSaid(List.of("{second}", "x"), "14\ny\n"));
    assertTrue(expected.isSaid(List.of("{second}"), "15\n"));
    assertFalse(expected.isSaid(List.of("a.c"), "abc\n"));
    assertFalse(expected.isSaid(List.of(), "abc\n"));
  }
}
