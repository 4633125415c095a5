package s6j.dist;

import java.util.List;
import java.util.function.Supplier;
import s6j.chain.ChainPrograms;
import s6j.cli.Program;
import s6j.dist.images.ChainImage;
import s6j.dist.images.IpcImage;
import s6j.dist.images.LogImage;
import s6j.dist.images.LogToolsImage;
import s6j.dist.images.PackagesImage;
import s6j.dist.images.RcCompilerImage;
import s6j.dist.images.RcImage;
import s6j.dist.images.SuperviseImage;
import s6j.dist.images.SvcImage;
import s6j.dist.images.SvscanImage;
import s6j.dist.images.WatchImage;
import s6j.ipc.IpcPrograms;
import s6j.log.LogPrograms;
import s6j.log.LogTools;
import s6j.packages.PackagesPrograms;
import s6j.rc.RcPrograms;
import s6j.rccompiler.RcCompilerPrograms;
import s6j.supervise.SupervisePrograms;
import s6j.svc.SvcPrograms;
import s6j.svscan.SvscanPrograms;
import s6j.watch.WatchPrograms;

/**
 * A native executable: one program family in one file. {@code heapBytes} is minimum and maximum of
 * its heap; pages that are not touched cost nothing, so it is sized by what must never be reached.
 */
record Image(String name, Class<?> main, int heapBytes, Supplier<Program[]> programs, Aim aim) {
  /** What the C compiler is to optimize for. */
  enum Aim {
    SIZE("-Os"),
    /** For the image whose throughput is measured against the reference's. */
    SPEED("-O2");

    final String flag;

    Aim(String flag) {
      this.flag = flag;
    }
  }

  Image(String name, Class<?> main, int heapBytes, Supplier<Program[]> programs) {
    this(name, main, heapBytes, programs, Aim.SIZE);
  }

  private static final int DAEMON_HEAP = 16 << 20;
  private static final int TOOL_HEAP = 64 << 20;
  private static final int COMPILER_HEAP = 1 << 30;

  /** Room for the 160,000 slots that s6-svscan may be told to have, names and indexes grown. */
  private static final int SCANNER_HEAP = 256 << 20;

  /** Starts 100,000 services without running full. */
  private static final int MANAGER_HEAP = 512 << 20;

  /** The images of the suite; a family more is a line more. */
  static final List<Image> ALL =
      List.of(
          new Image("supervise", SuperviseImage.class, DAEMON_HEAP, SupervisePrograms::all),
          new Image("svscan", SvscanImage.class, SCANNER_HEAP, SvscanPrograms::all),
          new Image("svc", SvcImage.class, TOOL_HEAP, SvcPrograms::all),
          new Image("log", LogImage.class, DAEMON_HEAP, LogPrograms::all, Aim.SPEED),
          new Image("log-tools", LogToolsImage.class, TOOL_HEAP, LogTools::all),
          new Image("watch", WatchImage.class, DAEMON_HEAP, WatchPrograms::all),
          new Image("chain", ChainImage.class, TOOL_HEAP, ChainPrograms::all),
          new Image("rc-compiler", RcCompilerImage.class, COMPILER_HEAP, RcCompilerPrograms::all),
          new Image("rc", RcImage.class, MANAGER_HEAP, RcPrograms::all),
          new Image("packages", PackagesImage.class, TOOL_HEAP, PackagesPrograms::all),
          new Image("ipc", IpcImage.class, TOOL_HEAP, IpcPrograms::all));
}
