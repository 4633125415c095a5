package s6j.front.convert;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import s6j.front.definition.Json;

/** {@code s6j new}: a commented example. */
@Command(
    name = "new",
    description = "Makes NAME.toml, a commented definition to start from.",
    footer = {
      "",
      "What is commented out shows what else can be said. NAME may have a directory before it.",
      "",
      "Examples:",
      "  s6j new services/web            a daemon",
      "  s6j new -t oneshot setup        something that is done once",
      "  s6j new -t template worker      several of the same: worker@.toml",
      "  s6j new --print web             only look"
    })
public final class NewCommand implements Callable<Integer> {
  /** The examples there are. */
  public enum Kind {
    longrun,
    oneshot,
    bundle,
    template
  }

  @Option(
      names = {"-t", "--type"},
      paramLabel = "TYPE",
      defaultValue = "longrun",
      description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
  private Kind kind;

  @Option(names = "--print", description = "print it instead of making the file")
  private boolean isPrint;

  @Option(names = "--json", description = "answer in JSON")
  private boolean isJson;

  @Parameters(paramLabel = "NAME", description = "name of the service")
  private Path name;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    String text = example(kind.name()).replace("@NAME@", name.getFileName().toString());
    if (isPrint) {
      spec.commandLine().getOut().print(text);
      spec.commandLine().getOut().flush();
      return 0;
    }
    return write(Path.of(name + (kind == Kind.template ? "@" : "") + ".toml"), text);
  }

  private int write(Path file, String text) throws IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      spec.commandLine().getErr().println("s6j: " + file + " exists already");
      return 1;
    }
    spec.commandLine().getOut().println(isJson ? Json.text(json(file, text)) : file.toString());
    return 0;
  }

  private JsonObject json(Path file, String text) {
    JsonObject object = new JsonObject();
    object.addProperty("file", file.toString());
    object.addProperty("type", kind.name());
    object.addProperty("text", text);
    return object;
  }

  public static String example(String kind) throws IOException {
    try (InputStream stream = NewCommand.class.getResourceAsStream("example-" + kind + ".toml")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
