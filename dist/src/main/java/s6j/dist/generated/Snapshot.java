package s6j.dist.generated;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What the static initialisers of an image make, put into its file: the image is run, says what is
 * in its static fields and the heap of its start, and that is written over what was linked. It is
 * asked twice, in different environments: whatever differs between two starts may not be in it.
 */
public final class Snapshot {
  /** Refused by every program, in case the image is whole already. */
  private static final String OPTION = "--snapshot";

  private final Path executable;

  public Snapshot(Path executable) {
    this.executable = executable;
  }

  /** How many bytes the heap of the start takes. */
  public long size() throws IOException, InterruptedException {
    byte[] told = run(Map.of(), OPTION, "size");
    if (told.length != Long.BYTES) throw strange("the size");
    return reader(told).getLong();
  }

  /** Writes the snapshot into the file. */
  public void fix() throws IOException, InterruptedException {
    byte[] told = run(Map.of(), OPTION);
    if (!Arrays.equals(told, run(Map.of("LONGER_BY_A_FEW", "bytes"), OPTION)))
      throw strange("two snapshots, which differ");
    ByteBuffer reader = reader(told);
    List<Long> limits = new ArrayList<>();
    for (long limit = reader.getLong(); limit != 0; limit = reader.getLong()) limits.add(limit);
    ElfFile file = new ElfFile(executable);
    for (int i = 0; i < limits.size(); i += 2) {
      byte[] part = new byte[Math.toIntExact(limits.get(i + 1) - limits.get(i))];
      reader.get(part);
      file.put(limits.get(i), part);
    }
    if (reader.hasRemaining()) throw strange("more than its parts");
    file.write();
    if (Arrays.equals(told, run(Map.of(), OPTION))) throw strange("a snapshot again");
  }

  private byte[] run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(executable.toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    process.getOutputStream().close();
    byte[] told = process.getInputStream().readAllBytes();
    process.waitFor();
    return told;
  }

  private static ByteBuffer reader(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private IOException strange(String what) {
    return new IOException(executable + " tells " + what);
  }
}
