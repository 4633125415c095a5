package s6j.front.ask;

import com.google.gson.JsonArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import s6j.front.definition.Json;

/** {@code s6j doctor}: what is odd about a live tree. */
@Command(
    name = "doctor",
    description = {
      "Looks at a live tree and says what is odd about it, and what to do.",
      "It looks at the scan directory and its s6-svscan, every service directory, script, supervisor,"
          + " fifo and lock, services that are down though wanted up, loggers that are missing, the"
          + " database, permissions. It changes nothing."
    },
    footer = {
      "",
      "Exit codes: 0 nothing is wrong (there may be notes); 1 there are problems; 100 usage; "
          + "111 it could not look.",
      "",
      "Examples:",
      "  s6j doctor                     the tree of " + LiveTree.DEFAULT,
      "  s6j doctor -s /run/service     a scan directory without s6-rc",
      "  s6j doctor --json | jq -r '.[].about'"
    })
public final class DoctorCommand implements Callable<Integer> {
  @Mixin private LiveOption live;

  @Option(
      names = {"-s", "--scandir"},
      paramLabel = "SCANDIR",
      description = "look at a scan directory only")
  private Path scandir;

  @Option(names = "--json", description = "answer in JSON")
  private boolean isJson;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<Finding> findings = new ArrayList<>();
    Path scanned = ServiceTree.scandir(scandir, live.path);
    if (scanned == null) scanned = new LiveCheckup(LiveTree.of(live.path), findings).look();
    if (scanned != null) new ScandirCheckup(scanned, findings).look();
    tell(findings);
    return findings.stream().anyMatch(f -> f.weight() == Finding.Weight.PROBLEM) ? 1 : 0;
  }

  private void tell(List<Finding> findings) {
    PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      JsonArray array = new JsonArray();
      findings.forEach(finding -> array.add(finding.json()));
      out.println(Json.text(array));
      return;
    }
    if (findings.isEmpty()) out.println("nothing is odd");
    for (Finding finding : findings) {
      String weight = finding.weight() == Finding.Weight.PROBLEM ? "problem" : "note   ";
      out.println(weight + "  " + finding.about() + ": " + finding.text());
      out.println("         do: " + finding.advice());
    }
  }
}
