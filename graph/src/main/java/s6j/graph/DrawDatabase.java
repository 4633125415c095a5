package s6j.graph;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import s6j.formats.files.CompiledDirectory;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/**
 * What {@code rc-db graph --format=svg} becomes, on whichever build: prints the drawing of the
 * compiled database it is given the path of. rc-db has said what is wrong with a damaged one.
 */
public final class DrawDatabase {
  private static final int USAGE = 100;
  private static final int SYSTEM = 111;

  private DrawDatabase() {}

  public static void main(String[] args) throws IOException {
    Posix posix = new JnrPosix();
    byte[][] arguments = JnrPosix.commandLine(args.length);
    if (arguments.length != 1) {
      System.err.println("s6-rc-db-svg: usage: s6-rc-db-svg compiled");
      System.exit(USAGE);
    }
    CompiledDirectory directory = new CompiledDirectory(posix, arguments[0]);
    if (!isRead(directory)) fail(SYSTEM, "unable to read the database in " + args[0]);
    try {
      print(SvgDrawing.of(CompiledGraph.of(directory)));
    } catch (IllegalStateException e) {
      fail(4, e.getMessage() + " in " + args[0] + "/resolve.cdb");
    }
  }

  private static void print(String drawing) throws IOException {
    OutputStream out = System.out;
    out.write(drawing.getBytes(StandardCharsets.UTF_8));
    out.flush();
    System.exit(System.out.checkError() ? SYSTEM : 0);
  }

  private static void fail(int code, String why) {
    System.err.println("s6-rc-db-svg: fatal: " + why);
    System.exit(code);
  }

  private static boolean isRead(CompiledDirectory directory) {
    return directory.lock(true) >= 0
        && directory.readSizes() == 0
        && directory.readDatabase() == 0
        && directory.readNames() == 0;
  }
}
