package s6j.ipc;

import s6j.cli.Foresight;
import s6j.cli.Program;
import s6j.ipc.fdholder.FdholderDaemon;
import s6j.ipc.fdholder.FdholderDelete;
import s6j.ipc.fdholder.FdholderGetdump;
import s6j.ipc.fdholder.FdholderList;
import s6j.ipc.fdholder.FdholderRetrieve;
import s6j.ipc.fdholder.FdholderSetdump;
import s6j.ipc.fdholder.FdholderStore;
import s6j.ipc.fdholder.FdholderTransferdump;
import s6j.ipc.fdholder.Fdholderd;
import s6j.ipc.listen.Listend;
import s6j.ipc.listen.Listenfds;
import s6j.ipc.probe.ServerProbe;
import s6j.ipc.rules.AccessrulesCdbFromFs;
import s6j.ipc.rules.AccessrulesFsFromCdb;
import s6j.ipc.server.Connlimit;
import s6j.ipc.server.Ipcclient;
import s6j.ipc.server.Ipcserver;
import s6j.ipc.server.IpcserverAccess;
import s6j.ipc.server.IpcserverSocketbinder;
import s6j.ipc.server.Ipcserverd;
import s6j.ipc.sudo.Sudo;
import s6j.ipc.sudo.Sudoc;
import s6j.ipc.sudo.Sudod;

/** The programs for local services. */
public final class IpcPrograms {
  private IpcPrograms() {}

  /** {@code foresight} is of what sudo servers start. */
  public static Program[] all(Foresight foresight) {
    return new Program[] {
      Ipcclient.declaration(),
      Ipcserver.declaration(),
      Ipcserverd.declaration(),
      IpcserverSocketbinder.declaration(),
      IpcserverAccess.declaration(),
      Connlimit.declaration(),
      Sudo.declaration(),
      Sudoc.declaration(),
      Sudod.declaration(foresight),
      AccessrulesCdbFromFs.declaration(),
      AccessrulesFsFromCdb.declaration(),
      Listend.declaration(),
      Listenfds.declaration(),
      ServerProbe.declaration(),
      FdholderDaemon.declaration(),
      Fdholderd.declaration(),
      FdholderStore.declaration(),
      FdholderRetrieve.declaration(),
      FdholderList.declaration(),
      FdholderDelete.declaration(),
      FdholderGetdump.declaration(),
      FdholderSetdump.declaration(),
      FdholderTransferdump.declaration()
    };
  }
}
