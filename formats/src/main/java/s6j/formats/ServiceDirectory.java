package s6j.formats;

import s6j.posix.CString;

/** Names in a service directory (s6 servicedir page), for an open directory or after a slash. */
public final class ServiceDirectory {
  public static final byte[] RUN = CString.of("run");
  public static final byte[] FINISH = CString.of("finish");
  public static final byte[] DOWN = CString.of("down");
  public static final byte[] NOTIFICATION_FD = CString.of("notification-fd");
  public static final byte[] LOCK_FD = CString.of("lock-fd");
  public static final byte[] TIMEOUT_KILL = CString.of("timeout-kill");
  public static final byte[] TIMEOUT_FINISH = CString.of("timeout-finish");
  public static final byte[] FLAG_TIMEOUT_KILLPG = CString.of("flag-timeout-killpg");
  public static final byte[] FLAG_NEWPIDNS = CString.of("flag-newpidns");
  public static final byte[] DOWN_SIGNAL = CString.of("down-signal");
  public static final byte[] RELOAD_SIGNAL = CString.of("reload-signal");
  public static final byte[] MAX_DEATH_TALLY = CString.of("max-death-tally");

  /** An extension: how the pause before a restart grows. */
  public static final byte[] RESTART_BACKOFF = CString.of("restart-backoff");

  /** An extension: run gets the down signal alone, without the CONT that follows it in s6. */
  public static final byte[] FLAG_NO_CONT = CString.of("flag-no-cont");

  /** An extension: what ends with run, and how; run is then started by s6-tree. */
  public static final byte[] KILL = CString.of("kill");

  /** An extension: the number of the s6-tree that has started run, while there is one. */
  public static final byte[] TREE = CString.of("supervise/tree");

  /** An extension: the pid that the daemon has named as its main process by sd_notify. */
  public static final byte[] MAIN = CString.of("supervise/main");

  public static final byte[] MAIN_NEW = CString.of("supervise/main.new");

  public static final byte[] LOG = CString.of("log");
  public static final byte[] INSTANCE = CString.of("instance");
  public static final byte[] INSTANCES = CString.of("instances");
  public static final byte[] TEMPLATE = CString.of("template");
  public static final byte[] EVENT = CString.of("event");

  public static final byte[] SUPERVISE = CString.of("supervise");
  public static final byte[] STATUS = CString.of("supervise/status");
  public static final byte[] STATUS_NEW = CString.of("supervise/status.new");
  public static final byte[] DEATH_TALLY = CString.of("supervise/death_tally");
  public static final byte[] DEATH_TALLY_NEW = CString.of("supervise/death_tally.new");
  public static final byte[] LOCK = CString.of("supervise/lock");
  public static final byte[] CONTROL = CString.of("supervise/control");
  public static final byte[] SERVICE_LOCK = CString.of("supervise/service-lock");

  /** An extension: the pause that {@link #RESTART_BACKOFF} makes, while it lasts. */
  public static final byte[] BACKOFF = CString.of("supervise/backoff");

  public static final byte[] BACKOFF_NEW = CString.of("supervise/backoff.new");

  /** An extension: what checks say of the service; {@code HealthFile}. */
  public static final byte[] HEALTH = CString.of("supervise/health");

  public static final byte[] HEALTH_NEW = CString.of("supervise/health.new");

  /** Ours: what the daemon says of itself. */
  public static final byte[] TOLD = CString.of("supervise/told");

  public static final byte[] TOLD_NEW = CString.of("supervise/told.new");

  /** An extension: what the next supervisor has to know of run or finish; {@link ChildRecord}. */
  public static final byte[] CHILD = CString.of("supervise/.child");

  /** An extension: how a child ended that had no supervisor, as svscan collected it. */
  public static final byte[] CHILD_END = CString.of("supervise/.child-end");

  /** An extension: the name, for a moment, of what a supervisor tells the one in its place. */
  public static final byte[] HANDOVER = CString.of("supervise/.handover");

  /** An extension: the next supervisor starts a run of its own, as that of s6 does. */
  public static final byte[] FLAG_NO_ADOPT = CString.of("flag-no-adopt");

  /** An extension: the next supervisor goes on with the run that lives, whatever the scanner's. */
  public static final byte[] FLAG_ADOPT = CString.of("flag-adopt");

  private ServiceDirectory() {}
}
