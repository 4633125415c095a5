package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Structure;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Name;
import org.teavm.interop.c.Native;

/** C's calls on the user database. */
final class CAccounts {
  private CAccounts() {}

  @Import(name = "getpwnam")
  @Include("pwd.h")
  static native Address getpwnam(Address name);

  @Import(name = "getpwuid")
  @Include("pwd.h")
  static native Address getpwuid(int uid);

  @Import(name = "getgrnam")
  @Include("grp.h")
  static native Address getgrnam(Address name);

  @Import(name = "getgrgid")
  @Include("grp.h")
  static native Address getgrgid(int gid);

  @Import(name = "setgrent")
  @Include("grp.h")
  static native void setgrent();

  @Import(name = "getgrent")
  @Include("grp.h")
  static native Address getgrent();

  @Import(name = "endgrent")
  @Include("grp.h")
  static native void endgrent();

  @Import(name = "strcmp")
  @Include("string.h")
  static native int strcmp(Address a, Address b);

  /** A user. */
  @Native(structKeyword = true)
  @Name("passwd")
  @Include("pwd.h")
  static final class User extends Structure {
    @Name("pw_name")
    Address name;

    @Name("pw_uid")
    int uid;

    @Name("pw_gid")
    int gid;

    @Name("pw_dir")
    Address home;

    @Name("pw_shell")
    Address shell;
  }

  /** A group. */
  @Native(structKeyword = true)
  @Name("group")
  @Include("grp.h")
  static final class Group extends Structure {
    @Name("gr_name")
    Address name;

    @Name("gr_gid")
    int gid;

    @Name("gr_mem")
    Address members;
  }
}
