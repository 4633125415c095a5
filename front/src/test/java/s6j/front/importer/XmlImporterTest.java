package s6j.front.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class XmlImporterTest {
  private final Sample sample = new Sample();

  @AfterEach
  void clean() {
    sample.close();
  }

  private List<String> broken(String text) {
    return Sample.shown(
        sample.write("x.xml", text).read(new XmlImporter(), "x.xml").report().broken());
  }

  @Test
  void aListOfServices() {
    Imported imported =
        Sample.imported(
            new XmlImporter(), Sample.DEFAULT, List.of(Sample.resource("xml/services.xml")));
    assertEquals(List.of(), imported.report().broken());
    String web = Sample.toml(imported, "web");
    assertTrue(web.contains("run = \"exec httpd -f -c /run/web.conf\""), web);
    assertTrue(web.contains("down-signal = \"SIGQUIT\"\nreload-signal = \"SIGHUP\""), web);
    assertTrue(web.contains("[[configure.file]]\ntemplate = \"/etc/web.conf.in\""), web);
    assertTrue(web.contains("modes = [\"production\", \"test\"]"), web);
    assertTrue(web.contains("deaths = 5\nwithin = \"60s\""), web);
    assertTrue(Sample.toml(imported, "network").contains("down = \"ip link set lo down\""));
    assertTrue(Sample.toml(imported, "all").contains("contents = [\"network\", \"web\"]"));
    assertEquals(
        List.of("31:5: <status>", "32:5: <sart>: unknown element"),
        Sample.shown(imported.report().left()));
  }

  @Test
  void nothingIsReadFromElsewhere() {
    String evil =
        "<!DOCTYPE services [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n"
            + "<services><service name=\"a\"><start>&x;</start></service></services>\n";
    List<String> broken = broken(evil);
    assertTrue(broken.toString().contains("a DOCTYPE, which is not read"), broken.toString());
    String bomb =
        "<!DOCTYPE s [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n<s>&b;</s>\n";
    assertTrue(broken(bomb).toString().contains("DOCTYPE"), broken(bomb).toString());
  }

  @Test
  void errorsHaveLineAndColumn() {
    assertTrue(broken("<services>\n  <service name=\"a\">\n</services>\n").get(0).startsWith("3:"));
    assertEquals(
        List.of("2:3: no type: demon"),
        broken(
            "<services>\n  <service name=\"a\" type=\"demon\"><start>x</start></service>\n</services>\n"));
    assertEquals(
        List.of("2:3: a has no <start>"),
        broken("<services>\n  <service name=\"a\"/>\n</services>\n"));
    assertEquals(List.of("1:1: the outermost element is list"), broken("<list/>\n"));
    String deep = "<services>" + "<a>".repeat(5000) + "</a>".repeat(5000) + "</services>";
    assertEquals(1, broken(deep).size());
  }
}
