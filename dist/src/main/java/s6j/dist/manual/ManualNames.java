package s6j.dist.manual;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which file of docs is which page of the manual; {@code version} is what each page's foot says.
 */
record ManualNames(Map<Path, ManualName> ofFiles, String version) {
  /** The page that a link leads to, told by the last part of its path; null if it is none. */
  @Nullable ManualName ofLink(String destination) {
    String path = destination.split("#", 2)[0];
    if (!path.endsWith(".md")) return null;
    Path name = Path.of(path).getFileName();
    for (Map.Entry<Path, ManualName> entry : ofFiles.entrySet())
      if (entry.getKey().endsWith(name)) return entry.getValue();
    return null;
  }
}
