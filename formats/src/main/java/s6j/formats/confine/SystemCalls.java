package s6j.formats.confine;

import s6j.posix.CString;

/**
 * The system calls of Linux by name: their numbers on the machines that are known, and their groups
 * as systemd has them (systemd.exec page, SystemCallFilter=; those of systemd 252, and newer calls
 * where its successors have them).
 */
public final class SystemCalls {
  /** Machines as the headers of their programs call them (elf page, e_machine). */
  public static final int X86_64 = 62;

  public static final int AARCH64 = 183;

  /** Above all numbers. */
  public static final int MOST = 512;

  public static final int NONE = -1;

  /** The letters of groups in {@link #CALLS}. */
  private static final String GROUPS =
      "aio=a basic-io=b chown=C clock=c cpu-emulation=e debug=D default=d "
          + "file-system=f io-event=i ipc=I keyring=k memlock=l module=M mount=m "
          + "network-io=n obsolete=o pkey=P privileged=v process=p raw-io=R reboot=x "
          + "resources=r sandbox=z setuid=u signal=s swap=w sync=y system-service=S timer=t ";

  /** A call each: its number on x86_64, on aarch64, its name, the letters of its groups. */
  private static final String CALLS =
      """
      0 63 read Sb
      1 64 write Sb
      2 - open Sf
      3 57 close Sbf
      4 - stat Sf
      5 80 fstat Sf
      6 - lstat Sf
      7 - poll Si
      8 62 lseek Sb
      9 222 mmap Sd
      10 226 mprotect Sd
      11 215 munmap Sd
      12 214 brk Sd
      13 134 rt_sigaction Ss
      14 135 rt_sigprocmask Ss
      15 139 rt_sigreturn Sd
      16 29 ioctl S
      17 67 pread64 Sb
      18 68 pwrite64 Sb
      19 65 readv Sb
      20 66 writev Sb
      21 - access Sf
      22 - pipe IS
      23 - select Si
      24 124 sched_yield Sd
      25 216 mremap S
      26 227 msync Sy
      27 232 mincore -
      28 233 madvise S
      29 194 shmget IS
      30 196 shmat IS
      31 195 shmctl IS
      32 23 dup Sb
      33 - dup2 Sb
      34 - pause Sd
      35 101 nanosleep Sd
      36 102 getitimer St
      37 - alarm St
      38 103 setitimer St
      39 172 getpid Sd
      40 71 sendfile S
      41 198 socket Sn
      42 203 connect Sn
      43 202 accept Sn
      44 206 sendto Sn
      45 207 recvfrom Sn
      46 211 sendmsg Sn
      47 212 recvmsg Sn
      48 210 shutdown Sn
      49 200 bind Sn
      50 201 listen Sn
      51 204 getsockname Sn
      52 205 getpeername Sn
      53 199 socketpair Sn
      54 208 setsockopt Sn
      55 209 getsockopt Sn
      56 220 clone Sp
      57 - fork Sp
      58 - vfork Sp
      59 221 execve Sd
      60 93 exit Sd
      61 260 wait4 Sp
      62 129 kill Sp
      63 160 uname S
      64 190 semget IS
      65 193 semop IS
      66 191 semctl IS
      67 197 shmdt IS
      68 186 msgget IS
      69 189 msgsnd IS
      70 188 msgrcv IS
      71 187 msgctl IS
      72 25 fcntl Sf
      73 32 flock S
      74 82 fsync Sy
      75 83 fdatasync Sy
      76 45 truncate Sf
      77 46 ftruncate Sf
      78 - getdents Sf
      79 17 getcwd Sf
      80 49 chdir Sf
      81 50 fchdir Sf
      82 - rename Sf
      83 - mkdir Sf
      84 - rmdir Sf
      85 - creat Sf
      86 - link Sf
      87 - unlink Sf
      88 - symlink Sf
      89 - readlink Sf
      90 - chmod Sf
      91 52 fchmod Sf
      92 - chown CSv
      93 55 fchown CSv
      94 - lchown CSv
      95 166 umask S
      96 169 gettimeofday Sd
      97 163 getrlimit Sd
      98 165 getrusage Sp
      99 179 sysinfo S
      100 153 times Spt
      101 117 ptrace D
      102 174 getuid Sd
      103 116 syslog -
      104 176 getgid Sd
      105 146 setuid Suv
      106 144 setgid Su
      107 175 geteuid Sd
      108 177 getegid Sd
      109 154 setpgid S
      110 173 getppid Sd
      111 - getpgrp Sd
      112 157 setsid S
      113 145 setreuid Suv
      114 143 setregid Su
      115 158 getgroups Sd
      116 159 setgroups Suv
      117 147 setresuid Suv
      118 148 getresuid Sd
      119 149 setresgid Su
      120 150 getresgid Sd
      121 155 getpgid Sd
      122 151 setfsuid Sv
      123 152 setfsgid S
      124 156 getsid Sd
      125 90 capget Sp
      126 91 capset Sv
      127 136 rt_sigpending Ss
      128 137 rt_sigtimedwait Ss
      129 138 rt_sigqueueinfo Sp
      130 133 rt_sigsuspend Ss
      131 132 sigaltstack Ss
      132 - utime Sf
      133 - mknod Sf
      134 - uselib o
      135 92 personality S
      136 - ustat o
      137 43 statfs Sf
      138 44 fstatfs Sf
      139 - sysfs o
      140 141 getpriority S
      141 140 setpriority Sr
      142 118 sched_setparam Sr
      143 121 sched_getparam S
      144 119 sched_setscheduler Sr
      145 120 sched_getscheduler S
      146 125 sched_get_priority_max S
      147 126 sched_get_priority_min S
      148 127 sched_rr_get_interval S
      149 228 mlock Sl
      150 229 munlock Sl
      151 230 mlockall Sl
      152 231 munlockall Sl
      153 58 vhangup v
      154 - modify_ldt e
      155 41 pivot_root mv
      156 - _sysctl ov
      157 167 prctl Sp
      158 - arch_prctl Sd
      159 171 adjtimex cv
      160 164 setrlimit Sr
      161 51 chroot mv
      162 81 sync Sy
      163 89 acct v
      164 170 settimeofday cv
      165 40 mount m
      166 39 umount2 m
      167 224 swapon vw
      168 225 swapoff vw
      169 142 reboot vx
      170 161 sethostname v
      171 162 setdomainname v
      172 - iopl Rv
      173 - ioperm Rv
      174 - create_module o
      175 105 init_module Mv
      176 106 delete_module Mv
      177 - get_kernel_syms o
      178 - query_module o
      179 60 quotactl v
      180 42 nfsservctl v
      181 - getpmsg o
      182 - putpmsg o
      183 - afs_syscall o
      184 - tuxcall o
      185 - security o
      186 178 gettid Sd
      187 213 readahead S
      188 5 setxattr Sf
      189 6 lsetxattr Sf
      190 7 fsetxattr Sf
      191 8 getxattr Sf
      192 9 lgetxattr Sf
      193 10 fgetxattr Sf
      194 11 listxattr Sf
      195 12 llistxattr Sf
      196 13 flistxattr Sf
      197 14 removexattr Sf
      198 15 lremovexattr Sf
      199 16 fremovexattr Sf
      200 130 tkill Sp
      201 - time Sd
      202 98 futex Sd
      203 122 sched_setaffinity Sr
      204 123 sched_getaffinity Sd
      205 - set_thread_area Sd
      206 0 io_setup Sa
      207 1 io_destroy Sa
      208 4 io_getevents Sa
      209 2 io_submit Sa
      210 3 io_cancel Sa
      211 - get_thread_area Sd
      212 18 lookup_dcookie D
      213 - epoll_create Si
      214 - epoll_ctl_old Si
      215 - epoll_wait_old Si
      216 234 remap_file_pages S
      217 61 getdents64 Sf
      218 96 set_tid_address Sd
      219 128 restart_syscall Sd
      220 192 semtimedop IS
      221 223 fadvise64 S
      222 107 timer_create St
      223 110 timer_settime St
      224 108 timer_gettime St
      225 109 timer_getoverrun St
      226 111 timer_delete St
      227 112 clock_settime cv
      228 113 clock_gettime Sd
      229 114 clock_getres Sd
      230 115 clock_nanosleep Sd
      231 94 exit_group Sd
      232 - epoll_wait Si
      233 21 epoll_ctl Si
      234 131 tgkill Sp
      235 - utimes Sf
      236 - vserver o
      237 235 mbind Sr
      238 237 set_mempolicy Sr
      239 236 get_mempolicy S
      240 180 mq_open IS
      241 181 mq_unlink IS
      242 182 mq_timedsend IS
      243 183 mq_timedreceive IS
      244 184 mq_notify IS
      245 185 mq_getsetattr IS
      246 104 kexec_load vx
      247 95 waitid Sp
      248 217 add_key Sk
      249 218 request_key Sk
      250 219 keyctl Sk
      251 30 ioprio_set Sr
      252 31 ioprio_get S
      253 - inotify_init Sf
      254 27 inotify_add_watch Sf
      255 28 inotify_rm_watch Sf
      256 238 migrate_pages Sr
      257 56 openat Sf
      258 34 mkdirat Sf
      259 33 mknodat Sf
      260 54 fchownat CSv
      261 - futimesat Sf
      262 79 newfstatat Sf
      263 35 unlinkat Sf
      264 38 renameat Sf
      265 37 linkat Sf
      266 36 symlinkat Sf
      267 78 readlinkat Sf
      268 53 fchmodat Sf
      269 48 faccessat Sf
      270 72 pselect6 Si
      271 73 ppoll Si
      272 97 unshare Sp
      273 99 set_robust_list Sd
      274 100 get_robust_list Sd
      275 76 splice S
      276 77 tee S
      277 84 sync_file_range Sy
      278 75 vmsplice S
      279 239 move_pages Sr
      280 88 utimensat Sf
      281 22 epoll_pwait Si
      282 - signalfd Ss
      283 85 timerfd_create St
      284 - eventfd Si
      285 47 fallocate Sf
      286 86 timerfd_settime St
      287 87 timerfd_gettime St
      288 242 accept4 Sn
      289 74 signalfd4 Ss
      290 19 eventfd2 Si
      291 20 epoll_create1 Si
      292 24 dup3 Sb
      293 59 pipe2 IS
      294 26 inotify_init1 Sf
      295 69 preadv Sb
      296 70 pwritev Sb
      297 240 rt_tgsigqueueinfo Sp
      298 241 perf_event_open D
      299 243 recvmmsg Sn
      300 262 fanotify_init v
      301 263 fanotify_mark v
      302 261 prlimit64 Sd
      303 264 name_to_handle_at S
      304 265 open_by_handle_at v
      305 266 clock_adjtime cv
      306 267 syncfs Sy
      307 269 sendmmsg Sn
      308 268 setns Sp
      309 168 getcpu S
      310 270 process_vm_readv IS
      311 271 process_vm_writev IS
      312 272 kcmp S
      313 273 finit_module Mv
      314 274 sched_setattr Sr
      315 275 sched_getattr S
      316 276 renameat2 Sf
      317 277 seccomp z
      318 278 getrandom Sd
      319 279 memfd_create IS
      320 294 kexec_file_load vx
      321 280 bpf v
      322 281 execveat Sp
      323 282 userfaultfd S
      324 283 membarrier Sd
      325 284 mlock2 Sl
      326 285 copy_file_range S
      327 286 preadv2 Sb
      328 287 pwritev2 Sb
      329 288 pkey_mprotect P
      330 289 pkey_alloc P
      331 290 pkey_free P
      332 291 statx Sf
      333 292 io_pgetevents Sa
      334 293 rseq Sd
      335 - uretprobe Sd
      424 424 pidfd_send_signal Sp
      425 425 io_uring_setup Sa
      426 426 io_uring_enter Sa
      427 427 io_uring_register Sa
      428 428 open_tree m
      429 429 move_mount m
      430 430 fsopen m
      431 431 fsconfig m
      432 432 fsmount m
      433 433 fspick m
      434 434 pidfd_open Sp
      435 435 clone3 Sp
      436 436 close_range Sb
      437 437 openat2 Sf
      438 438 pidfd_getfd D
      439 439 faccessat2 Sf
      440 440 process_madvise IS
      441 441 epoll_pwait2 Si
      442 442 mount_setattr m
      443 443 quotactl_fd v
      444 444 landlock_create_ruleset z
      445 445 landlock_add_rule z
      446 446 landlock_restrict_self z
      447 447 memfd_secret -
      448 448 process_mrelease -
      449 449 futex_waitv Sd
      450 450 set_mempolicy_home_node Sr
      451 451 cachestat Sf
      452 452 fchmodat2 Sf
      453 453 map_shadow_stack Sd
      454 454 futex_wake Sd
      455 455 futex_wait Sd
      456 456 futex_requeue Sd
      457 457 statmount -
      458 458 listmount -
      459 459 lsm_get_self_attr -
      460 460 lsm_set_self_attr -
      461 461 lsm_list_modules -
      462 462 mseal Sd
      463 463 setxattrat Sf
      464 464 getxattrat Sf
      465 465 listxattrat Sf
      466 466 removexattrat Sf
      467 467 open_tree_attr m
      468 468 file_getattr Sf
      469 469 file_setattr Sf
      """;

  /** Calls of other machines that a list may name; nothing here makes them. */
  private static final String ELSEWHERE =
      "_llseek _newselect arm_fadvise64_64 bdflush break cacheflush chown32 "
          + "clock_adjtime64 clock_getres_time64 clock_gettime64 clock_nanosleep_time64 "
          + "clock_settime64 fadvise64_64 fchown32 fcntl64 fstat64 fstatat64 fstatfs64 "
          + "ftime ftruncate64 futex_time64 getegid32 geteuid32 getgid32 getgroups32 "
          + "getresgid32 getresuid32 getuid32 gtty idle io_pgetevents_time64 ipc lchown32 "
          + "lock lstat64 mmap2 mpx mq_timedreceive_time64 mq_timedsend_time64 nice "
          + "oldfstat oldlstat oldolduname oldstat olduname pciconfig_iobase pciconfig_read "
          + "pciconfig_write ppoll_time64 prof profil pselect6_time64 readdir recv "
          + "recvmmsg_time64 riscv_flush_icache riscv_hwprobe rt_sigtimedwait_time64 rtas "
          + "s390_pci_mmio_read s390_pci_mmio_write s390_runtime_instr "
          + "sched_rr_get_interval_time64 semtimedop_time64 send sendfile64 set_tls "
          + "setfsgid32 setfsuid32 setgid32 setgroups32 setregid32 setresgid32 setresuid32 "
          + "setreuid32 setuid32 sgetmask sigaction signal sigpending sigprocmask sigreturn "
          + "sigsuspend socketcall ssetmask stat64 statfs64 stime stty subpage_prot "
          + "swapcontext switch_endian sync_file_range2 sys_debug_setcontext "
          + "timer_gettime64 timer_settime64 timerfd_gettime64 timerfd_settime64 truncate64 "
          + "ugetrlimit ulimit umount utimensat_time64 vm86 vm86old waitpid ";

  private static final byte[] KNOWN = CString.of("known");

  private final int machine;

  public SystemCalls(int machine) {
    this.machine = machine;
  }

  public static boolean knows(int machine) {
    return machine == X86_64 || machine == AARCH64;
  }

  /** Its number here; {@link #NONE} if there is none. */
  public int number(String name) {
    int[] answers = new int[MOST];
    set(CString.of(name), 1, answers);
    for (int number = 0; number < MOST; number++) if (answers[number] != 0) return number;
    return NONE;
  }

  /** The greatest number that is known here. */
  public int last() {
    int[] answers = new int[MOST];
    set(CString.of("@known"), 1, answers);
    int last = MOST - 1;
    while (last > 0 && answers[last] == 0) last--;
    return last;
  }

  /** Sets what is answered to a call, or to all of a group, {@code @NAME}; whether it is known. */
  public boolean set(byte[] word, int answer, int[] answers) {
    if (CString.length(word) == 0) return false;
    if (word[0] != '@') return setCall(word, answer, answers);
    byte[] group = CString.slice(word, 1, CString.length(word));
    char letter = letter(group);
    boolean isAll = CString.equal(group, KNOWN);
    if (letter == 0 && !isAll) return false;
    for (int at = 0; at < CALLS.length(); at = end(CALLS, at, '\n') + 1)
      if (isAll || isIn(letter, at)) set(at, answer, answers);
    return true;
  }

  private boolean setCall(byte[] name, int answer, int[] answers) {
    for (int at = 0; at < CALLS.length(); at = end(CALLS, at, '\n') + 1) {
      int from = field(at, 2);
      if (!isSame(name, CALLS, from, end(CALLS, from, ' '))) continue;
      set(at, answer, answers);
      return true;
    }
    for (int at = 0; at < ELSEWHERE.length(); at = end(ELSEWHERE, at, ' ') + 1)
      if (isSame(name, ELSEWHERE, at, end(ELSEWHERE, at, ' '))) return true;
    return false;
  }

  /** Of the row that begins there. */
  private void set(int row, int answer, int[] answers) {
    int at = field(row, machine == X86_64 ? 0 : 1);
    int number = 0;
    if (CALLS.charAt(at) == '-') return;
    for (; CALLS.charAt(at) != ' '; at++) number = 10 * number + CALLS.charAt(at) - '0';
    answers[number] = answer;
  }

  private static char letter(byte[] group) {
    for (int at = 0; at < GROUPS.length(); at = end(GROUPS, at, ' ') + 1) {
      int to = end(GROUPS, at, '=');
      if (isSame(group, GROUPS, at, to)) return GROUPS.charAt(to + 1);
    }
    return 0;
  }

  private static boolean isIn(char letter, int row) {
    for (int at = field(row, 3); CALLS.charAt(at) != '\n'; at++)
      if (CALLS.charAt(at) == letter) return true;
    return false;
  }

  private static int field(int row, int number) {
    int at = row;
    for (int i = 0; i < number; i++) at = end(CALLS, at, ' ') + 1;
    return at;
  }

  private static int end(String text, int from, char last) {
    return text.indexOf(last, from);
  }

  private static boolean isSame(byte[] word, String text, int from, int to) {
    int length = CString.length(word);
    if (length != to - from) return false;
    for (int i = 0; i < length; i++) if (word[i] != text.charAt(from + i)) return false;
    return true;
  }
}
