package s6j.dist;

import java.util.List;
import java.util.function.Supplier;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.command.CommandPrograms;
import s6j.confine.ConfinePrograms;
import s6j.dist.images.CommandImage;
import s6j.dist.images.ConfineImage;
import s6j.dist.images.ExeclineImage;
import s6j.dist.images.IpcImage;
import s6j.dist.images.LogImage;
import s6j.dist.images.LogSenderImage;
import s6j.dist.images.LogToolsImage;
import s6j.dist.images.MachineImage;
import s6j.dist.images.MachineMakerImage;
import s6j.dist.images.MetricsImage;
import s6j.dist.images.PackagesImage;
import s6j.dist.images.PortableImage;
import s6j.dist.images.RcCompilerImage;
import s6j.dist.images.RcImage;
import s6j.dist.images.SuexecImage;
import s6j.dist.images.SuperviseImage;
import s6j.dist.images.SvcImage;
import s6j.dist.images.SvscanHostedImage;
import s6j.dist.images.SvscanImage;
import s6j.dist.images.TimerImage;
import s6j.dist.images.TreeImage;
import s6j.dist.images.WatchImage;
import s6j.execline.ExeclinePrograms;
import s6j.log.LogPrograms;
import s6j.log.LogTools;
import s6j.machine.MachinePrograms;
import s6j.metrics.MetricsPrograms;
import s6j.packages.PackagesPrograms;
import s6j.portable.PortablePrograms;
import s6j.posix.CString;
import s6j.rc.RcPrograms;
import s6j.rccompiler.RcCompilerPrograms;
import s6j.supervise.SupervisePrograms;
import s6j.svc.SvcPrograms;
import s6j.timer.TimerPrograms;
import s6j.watch.WatchPrograms;

/**
 * A native executable: one program family in one file. {@code heapBytes} is minimum and maximum of
 * its heap; pages that are not touched cost nothing, so it is sized by what must never be reached.
 */
record Image(String name, Class<?> main, int heapBytes, Supplier<Program[]> programs, Aim aim) {
  /** What the C compiler is to optimize for. */
  enum Aim {
    SIZE("-Os"),
    /** For images whose time is measured. */
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

  /** Some thousand directories of a logger, each with a buffer of what a read may bring. */
  private static final int LOGGER_HEAP = 256 << 20;

  private static final int TOOL_HEAP = 64 << 20;
  private static final int COMPILER_HEAP = 1 << 30;

  /** Room for the 160,000 slots that s6-svscan may be told to have, names and indexes grown. */
  private static final int SCANNER_HEAP = 256 << 20;

  /** Starts 100,000 services without running full. */
  private static final int MANAGER_HEAP = 512 << 20;

  /**
   * The image of execline and the chainloaders, whose programs become each other. Those of execline
   * have names of the shell: they lie in a directory of this name.
   */
  private static final String EXECLINE = "execline";

  /** The program of execline that is looked for like those of the other images. */
  private static final String LAUNCHER = "execlineb";

  private static final Program[] EXECLINE_PROGRAMS = ExeclinePrograms.all();

  /** Where the names of a program of this image lie in the tree. */
  List<String> directories(Program program) {
    if (!isOfExecline(program)) return List.of("bin");
    return program.name.equals(LAUNCHER) ? List.of("bin", EXECLINE) : List.of(EXECLINE);
  }

  static boolean isOfExecline(Program program) {
    return Family.find(EXECLINE_PROGRAMS, CString.of(program.name)) != null;
  }

  /** What another image becomes has no names of its own. */
  private static Program[] none() {
    return new Program[0];
  }

  /** The images of the suite; a family more is a line more. */
  static final List<Image> ALL =
      List.of(
          new Image("supervise", SuperviseImage.class, DAEMON_HEAP, SupervisePrograms::all),
          new Image("svscan", SvscanImage.class, SCANNER_HEAP, SvscanHostedImage::programs),
          new Image("svscan-hosted", SvscanHostedImage.class, SCANNER_HEAP, Image::none),
          new Image("svc", SvcImage.class, TOOL_HEAP, SvcPrograms::all),
          new Image("log", LogImage.class, LOGGER_HEAP, LogPrograms::all, Aim.SPEED),
          new Image("log-tools", LogToolsImage.class, TOOL_HEAP, LogTools::all),
          new Image("log-sender", LogSenderImage.class, DAEMON_HEAP, LogTools::senders),
          new Image("watch", WatchImage.class, DAEMON_HEAP, WatchPrograms::all),
          new Image("timer", TimerImage.class, DAEMON_HEAP, TimerPrograms::all),
          new Image("tree", TreeImage.class, DAEMON_HEAP, ConfinePrograms::ofTree),
          new Image("confine", ConfineImage.class, TOOL_HEAP, ConfinePrograms::ofConfine),
          new Image("metrics", MetricsImage.class, COMPILER_HEAP, MetricsPrograms::all, Aim.SPEED),
          new Image(EXECLINE, ExeclineImage.class, TOOL_HEAP, ExeclineImage::all),
          new Image("portable", PortableImage.class, COMPILER_HEAP, PortablePrograms::all),
          new Image("machine", MachineImage.class, TOOL_HEAP, MachinePrograms::ofMachine),
          new Image("machine-maker", MachineMakerImage.class, TOOL_HEAP, MachinePrograms::ofMaker),
          new Image("suexec", SuexecImage.class, TOOL_HEAP, PortablePrograms::privileged),
          new Image("rc-compiler", RcCompilerImage.class, COMPILER_HEAP, RcCompilerPrograms::all),
          new Image("rc", RcImage.class, MANAGER_HEAP, RcPrograms::ofManager),
          new Image("command", CommandImage.class, COMPILER_HEAP, CommandPrograms::all),
          new Image("packages", PackagesImage.class, TOOL_HEAP, PackagesPrograms::all),
          new Image("ipc", IpcImage.class, TOOL_HEAP, IpcImage::all));
}
