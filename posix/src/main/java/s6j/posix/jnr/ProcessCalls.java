package s6j.posix.jnr;

import jnr.ffi.annotations.Out;

/** The C library on processes, signals and limits. Pointers are addresses. */
public interface ProcessCalls {
  /**
   * The pid in an array, because JNR 2.2.17 passes the sixth of six plain numbers wrongly on
   * x86-64.
   */
  int posix_spawn(
      @Out int[] pid, long file, long actions, long attributes, long arguments, long environment);

  int posix_spawnattr_init(long attributes);

  int posix_spawnattr_destroy(long attributes);

  int posix_spawnattr_setflags(long attributes, short flags);

  int posix_spawnattr_setpgroup(long attributes, int group);

  int posix_spawnattr_setsigmask(long attributes, long set);

  int posix_spawnattr_setsigdefault(long attributes, long set);

  int posix_spawn_file_actions_init(long actions);

  int posix_spawn_file_actions_destroy(long actions);

  int posix_spawn_file_actions_adddup2(long actions, int from, int to);

  int posix_spawn_file_actions_addfchdir_np(long actions, int directory);

  int execve(long file, long arguments, long environment);

  int unshare(int flags);

  int setns(int fd, int type);

  int waitpid(int pid, long status, int options);

  int kill(int pid, int signal);

  int pthread_sigmask(int how, long set, long old);

  int signalfd(int fd, long set, int flags);

  long signal(int signal, long handler);

  int sigaction(int signal, long action, long old);

  int setsid();

  int getsid(int pid);

  int getpgid(int pid);

  int setpgid(int pid, int group);

  long syscall(long number, long a, long b, long c, long d);

  int capset(long header, long data);

  int prctl(int option, long a, long b, long c, long d);

  int getrlimit(int resource, long limits);

  int setrlimit(int resource, long limits);

  int getpriority(int which, int who);

  int setpriority(int which, int who, int value);

  int setuid(int uid);

  int setgid(int gid);

  int setresuid(int real, int effective, int saved);

  int setresgid(int real, int effective, int saved);

  int reboot(int how);

  int setgroups(long count, long groups);
}
