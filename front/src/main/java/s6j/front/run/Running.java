package s6j.front.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs a program to its end; needs no temporary file and no /dev, which a chroot may lack. */
public final class Running {
  /** What it printed on its two outputs, and its exit code. */
  public record Answer(int code, String out, String err) {}

  private Running() {}

  public static Answer run(List<String> line) throws IOException {
    Process process = new ProcessBuilder(line).start();
    process.getOutputStream().close();
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(
            () -> text(process.getErrorStream(), StandardCharsets.ISO_8859_1));
    try {
      String out = text(process.getInputStream(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), out, err.join());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (CompletionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      process.destroy();
      throw new IOException("interrupted", e);
    }
  }

  private static String text(InputStream stream, Charset charset) {
    try {
      return new String(stream.readAllBytes(), charset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
