package s6j.command.call;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.posix.Account;
import s6j.posix.CString;
import s6j.posix.Errno;

/** {@code -u}: the directories of a user's own services, by the XDG base directories. */
public final class UserDirectories {
  private final CommandCall call;
  private byte @Nullable [] home;

  public UserDirectories(CommandCall call) {
    this.call = call;
  }

  /** Sets what they are: 0, or an exit code once it is said why not. */
  public int set() {
    byte[] runtime = call.environment.get("XDG_RUNTIME_DIR");
    if (runtime == null)
      return call.messages.fatal().text("XDG_RUNTIME_DIR not set").exit(ExitCode.USAGE);
    byte[] data = call.environment.get("XDG_DATA_HOME");
    byte[] configuration = call.environment.get("XDG_CONFIG_HOME");
    int code = data == null || configuration == null ? findHome() : 0;
    if (code != 0) return code;
    if (data == null) data = in(home, "/.local/share");
    if (configuration == null) configuration = in(home, "/.config");
    GlobalSettings settings = call.settings;
    settings.scandir = in(runtime, "/service");
    settings.livedir = in(runtime, "/s6-rc");
    settings.stmpdir = in(runtime, "/s6-frontend");
    settings.repodir = in(data, "/s6-frontend/repository");
    settings.storelist = in(data, "/s6-frontend/s6-rc/sources");
    settings.bootdb = in(configuration, "/s6-rc/compiled/current");
    return 0;
  }

  private static byte[] in(byte[] directory, String rest) {
    return CString.concat(directory, CString.of(rest));
  }

  private int findHome() {
    home = call.environment.get("HOME");
    if (home != null) return 0;
    Account account = new Account();
    int user = call.posix.getuid();
    int answer = call.posix.userById(user, account);
    home = account.home;
    if (answer >= 0) return 0;
    call.messages.fatal().unableTo("getpwuid for user ").number(user);
    if (answer != -Errno.ENOENT) return call.messages.exit(ExitCode.SYSTEM, answer);
    return call.messages.text(": uid not found in passwd database").exit(ExitCode.USAGE);
  }
}
