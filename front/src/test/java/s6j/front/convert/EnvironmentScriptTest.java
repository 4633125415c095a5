package s6j.front.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that read variables, run by the shell, as the page systemd.exec has it. */
class EnvironmentScriptTest {
  @TempDir Path directory;

  private List<String> shell(String script) throws IOException {
    Process process =
        new ProcessBuilder("env", "-i", "PATH=" + System.getenv("PATH"), "/bin/sh", "-c", script)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> variables = new ArrayList<>(Arrays.asList(out.split("\0")));
    variables.removeIf(one -> one.isEmpty() || one.matches("(?s)(PATH|PWD|_|OLDPWD|SHLVL)=.*"));
    variables.sort(null);
    return variables;
  }

  private List<String> variables(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("env"), content);
    return shell(EnvironmentScript.files(List.of(file.toString())) + "env -0");
  }

  @Test
  void commentsAndWhatIsNoAssignmentArePassedOver() throws IOException {
    assertEquals(
        List.of("A=1", "B=2"),
        variables("# A=0\n ; A=0\nnothing\nexport X=1\nA.B=3\n1A=1\n=x\n A=1\n\nB = 2  \n"));
  }

  @Test
  void quotesAreTakenOffAndWhatIsInThemStays() throws IOException {
    assertEquals(
        List.of(
            "A=a b", "B=q \"in\" q", "C=x y # z", "D=a\\n\"$x`\\", "E=", "F=ab", "G=pre\"x y\""),
        variables(
            "A=\"a b\"  \nB='q \"in\" q'\nC='x y # z'\nD=\"a\\n\\\"\\$x\\`\\\\\"\nE=\"\"\nF=\"a\"'b'\nG=pre\"x y\"\n"));
  }

  @Test
  void linesGoOnBehindABackslashAndInQuotes() throws IOException {
    assertEquals(
        List.of("A=one two", "B=one two", "C=1\n2", "D=a b\"c"),
        variables("A=one \\\ntwo\nB=\"one \\\ntwo\"\nC='1\n2'\nD=a\\ b\\\"c\n"));
  }

  @Test
  void nothingIsExpanded() throws IOException {
    assertEquals(
        List.of("A=$HOME `date` $(date) *", "B=~"), variables("A=$HOME `date` $(date) *\nB=~\n"));
  }

  @Test
  void endsOfLinesAndOfTheFile() throws IOException {
    assertEquals(List.of("A=1", "B=2"), variables("A=1\r\nB=2"));
    assertEquals(List.of("A=x\n"), variables("A='x"));
  }

  @Test
  void patternsAndMissingFiles() throws IOException {
    Files.writeString(directory.resolve("b.conf"), "A=2\nB=2\n");
    Files.writeString(directory.resolve("a.conf"), "A=1\n");
    assertEquals(
        List.of("A=2", "B=2"),
        shell(EnvironmentScript.files(List.of(directory + "/*.conf")) + "env -0"));
    for (String file : List.of("-" + directory + "/no", "-" + directory + "/no*"))
      assertEquals(List.of("X=1"), shell(EnvironmentScript.files(List.of(file)) + "env -0 X=1"));
    for (String file : List.of(directory + "/no", directory + "/no*"))
      assertEquals(List.of(), shell(EnvironmentScript.files(List.of(file)) + "env -0 X=1"));
  }

  @Test
  void theAccountIsLookedUp() throws IOException {
    List<String> found =
        shell(EnvironmentScript.login("root") + "printf '%s\\0' \"$USER\" \"$LOGNAME\" \"$HOME\"");
    assertEquals(List.of("/root", "root", "root"), found);
    assertEquals(
        List.of("none"), shell(EnvironmentScript.login("no-such") + "echo -n ${USER-none}"));
  }
}
