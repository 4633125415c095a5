package s6j.ipc;

import s6j.cli.Program;

/** The programs for local services. */
public final class IpcPrograms {
  private IpcPrograms() {}

  public static Program[] all() {
    return new Program[] {
      Ipcclient.declaration(),
      Ipcserver.declaration(),
      Ipcserverd.declaration(),
      IpcserverSocketbinder.declaration(),
      IpcserverAccess.declaration(),
      Connlimit.declaration(),
      Sudo.declaration(),
      Sudoc.declaration(),
      Sudod.declaration(),
      AccessrulesCdbFromFs.declaration(),
      AccessrulesFsFromCdb.declaration(),
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
