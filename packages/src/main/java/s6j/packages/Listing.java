package s6j.packages;

import org.jspecify.annotations.Nullable;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.formats.NameTable;
import s6j.posix.CString;
import s6j.posix.Posix;

/** {@code supervisor-list}: the names of packages, or of a package's services. */
final class Listing {
  private final PackageCall call;
  private @Nullable Attribute filter;

  /** The first service about which something could not be seen, and why. */
  private byte[] hidden;

  private int trouble;

  private Listing(PackageCall call) {
    this.call = call;
  }

  static Program declaration() {
    return PackageCall.declareJson(
        PackageCall.declare(
            "supervisor-list",
            "[ --json ] [ package [ status ] ]",
            "lists packages, or the services of one, that have a status",
            Listing::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    PackageCall call = new PackageCall(posix, program, arguments);
    int code = call.parse(arguments, 0, 2);
    return code != 0 ? code : new Listing(call).run();
  }

  private int run() {
    byte[][] words = call.operands;
    filter = words.length < 2 ? null : Attribute.of(words[1]);
    if (words.length == 2 && filter == null)
      return call.notices.begin("Fatal").text("there is no status ").quoted(words[1]).exit(1);
    if (words.length == 0 || CString.is(words[0], "all")) return print(packages());
    if (call.names.isPackage(words[0])) return print(services(words[0]));
    if (call.names.trouble() != 0) return print(new NameTable());
    return call.notices.begin("Fatal").text("there is no package ").quoted(words[0]).exit(1);
  }

  /** With a status, those that have a service of it. */
  private NameTable packages() {
    NameTable fitting = new NameTable();
    for (byte[] pkg : call.names.packages())
      if (filter == null || services(pkg).count() > 0) fitting.add(pkg);
    return fitting;
  }

  private NameTable services(byte[] pkg) {
    NameTable fitting = new NameTable();
    for (byte[] name : call.names.services(pkg))
      if (filter == null || fits(pkg, name)) fitting.add(name);
    return fitting;
  }

  private boolean fits(byte[] pkg, byte[] name) {
    PackageService service = new PackageService(call.posix, call.places, pkg, name);
    if (trouble == 0 && service.trouble() != 0) {
      trouble = service.trouble();
      hidden = name;
    }
    return filter.fits(service);
  }

  /** Names that may be the wrong ones are none. */
  private int print(NameTable names) {
    if (call.names.trouble() != 0)
      return call.trouble("", call.places.packages(), call.names.trouble());
    if (trouble != 0) return call.trouble("service ", hidden, trouble);
    Output out = new Output(call.posix, 1, 4096);
    byte[][] all = new byte[names.count()][];
    for (int i = 0; i < all.length; i++) all[i] = names.name(i);
    if (call.json) JsonText.strings(out, all).line();
    else for (byte[] name : all) out.bytes(name).line();
    return out.flush() < 0 ? PackageCall.USAGE : 0;
  }
}
