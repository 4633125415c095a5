package s6j.formats.confine;

/** What a process can be bounded in, by the names that command lines and definitions have. */
public final class ConfinedNames {
  /** More than there are of any. */
  public static final int MOST = 64;

  private static final String CAPABILITIES =
      "chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable"
          + " net_bind_service net_broadcast net_admin net_raw ipc_lock ipc_owner sys_module"
          + " sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource"
          + " sys_time sys_tty_config mknod lease audit_write audit_control setfcap mac_override"
          + " mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore ";

  private static final String FAMILIES =
      "unspec unix inet ax25 ipx appletalk netrom bridge atmpvc x25 inet6 rose decnet netbeui"
          + " security key netlink packet ash econet atmsvc rds sna irda pppox wanpipe llc ib mpls"
          + " can tipc bluetooth iucv rxrpc isdn phonet ieee802154 caif alg nfc vsock kcm qipcrtr"
          + " smc xdp mctp ";
  private static final String NAMESPACES = "cgroup ipc net mnt pid user uts time ";
  private static final String DEEDS = "write-execute personality realtime set-id ";

  private ConfinedNames() {}

  /** Capabilities (capabilities(7)), in the order of their numbers. */
  public static NameSet capabilities() {
    return new NameSet(CAPABILITIES, "cap_");
  }

  /** Families of sockets, in the order of their numbers. */
  public static NameSet families() {
    return new NameSet(FAMILIES, "af_");
  }

  /** Kinds of namespaces. */
  public static NameSet namespaces() {
    return new NameSet(NAMESPACES, "");
  }

  /** What is denied by what a call is given. */
  public static NameSet deeds() {
    return new NameSet(DEEDS, "");
  }
}
