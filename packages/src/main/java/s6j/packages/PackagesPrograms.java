package s6j.packages;

import s6j.cli.Program;

/** The programs of this family. */
public final class PackagesPrograms {
  private PackagesPrograms() {}

  public static Program[] all() {
    return new Program[] {
      Inspect.declaration(),
      Listing.declaration(),
      supervisors("supervisor-start", "starts the supervisors of services", Verb.START, true),
      supervisors("supervisor-stop", "stops services and their supervisors", Verb.STOP, true),
      supervisors("supervisor-enable", "lets services start again", Verb.ENABLE, false),
      supervisors("supervisor-disable", "stops services for good", Verb.DISABLE, false),
      up("svc-up"),
      services("svc-down", "holds services down", Verb.DOWN),
      up("svc-start"),
      services("svc-stop", "holds services down", Verb.DOWN),
      services("svc-restart", "ends services and starts them again", Verb.RESTART),
      services("svc-reload", "tells services to read their settings again", Verb.RELOAD),
      services("svc-enable", "lets services start again", Verb.ENABLE),
      services("svc-disable", "stops services for good", Verb.DISABLE),
      Boot.declaration(),
      Boot.shutdownDeclaration()
    };
  }

  private static Program up(String name) {
    Program.Main main =
        (posix, program, words) -> PackageAction.run(posix, program, words, Verb.UP, false);
    String summary = "starts services that are held down";
    return PackageCall.declareForce(
        PackageCall.declare(name, "[ -f ] package [ service... ]", summary, main));
  }

  private static Program services(String name, String summary, Verb verb) {
    return supervisors(name, summary, verb, false);
  }

  private static Program supervisors(String name, String summary, Verb verb, boolean tells) {
    Program.Main main =
        (posix, program, words) -> PackageAction.run(posix, program, words, verb, tells);
    return PackageCall.declare(name, "package [ service... ]", summary, main);
  }
}
