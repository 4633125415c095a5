package s6j.svc;

import s6j.cli.Program;
import s6j.svc.ftrig.Cleanfifodir;
import s6j.svc.ftrig.FtrigListen;
import s6j.svc.ftrig.FtrigListen1;
import s6j.svc.ftrig.FtrigNotify;
import s6j.svc.ftrig.FtrigWait;
import s6j.svc.ftrig.Ftrigrd;
import s6j.svc.ftrig.Mkfifodir;
import s6j.svc.instance.InstanceCreate;
import s6j.svc.instance.InstanceDelete;
import s6j.svc.instance.InstanceList;
import s6j.svc.instance.InstanceMaker;
import s6j.svc.instance.InstanceTool;
import s6j.svc.instance.UsertreeMaker;
import s6j.svc.link.Svlink;
import s6j.svc.link.Svunlink;
import s6j.svc.notify.NotifyFdFromSocket;
import s6j.svc.notify.NotifySocketFromFd;
import s6j.svc.notify.Notifyoncheck;
import s6j.svc.service.Permafailon;
import s6j.svc.service.Sv;
import s6j.svc.service.Svc;
import s6j.svc.service.Svdt;
import s6j.svc.service.SvdtClear;
import s6j.svc.service.Svlisten;
import s6j.svc.service.Svlisten1;
import s6j.svc.service.Svok;
import s6j.svc.service.Svperms;
import s6j.svc.service.Svstat;
import s6j.svc.service.Svwait;

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
