package s6j.svc;

import s6j.cli.Program;

/** The clients: what people and scripts use on services. */
public final class SvcPrograms {
  private SvcPrograms() {}

  public static Program[] all() {
    return new Program[] {
      Svc.declaration(),
      Svok.declaration(),
      Svstat.declaration(),
      Svwait.declaration(),
      Svlisten.declaration(),
      Svlisten1.declaration(),
      Svperms.declaration(),
      Svdt.declaration(),
      SvdtClear.declaration(),
      Svlink.declaration(),
      Svunlink.declaration(),
      Permafailon.declaration(),
      Notifyoncheck.declaration(),
      NotifyFdFromSocket.declaration(),
      NotifySocketFromFd.declaration(),
      Mkfifodir.declaration(),
      Cleanfifodir.declaration(),
      FtrigNotify.declaration(),
      FtrigWait.declaration(),
      FtrigListen1.declaration(),
      FtrigListen.declaration(),
      Ftrigrd.declaration(),
      InstanceMaker.declaration(),
      InstanceCreate.declaration(),
      InstanceDelete.declaration(),
      InstanceList.declaration(),
      InstanceTool.control(),
      InstanceTool.status(),
      UsertreeMaker.declaration(),
      Sv.declaration(),
    };
  }
}
