package s6j.confine.wall;

/** The names of capabilities (capabilities(7)), in the order of their numbers. */
final class Capabilities {
  private static final String NAMES =
      "chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable"
          + " net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module"
          + " sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource"
          + " sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override"
          + " mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore ";

  /** More than there are. */
  static final int MOST = 64;

  private Capabilities() {}

  static NameSet none() {
    return new NameSet(NAMES, "cap_");
  }
}
