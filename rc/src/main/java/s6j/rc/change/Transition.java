package s6j.rc.change;

/** What is done to a service. */
enum Transition {
  STOP("stop", "stopping", "stopped", "down"),
  START("start", "starting", "started", "up"),
  RELOAD("reload", "reloading", "reloaded", "reload");

  final String verb;
  final String ongoing;
  final String done;

  /** The script of a oneshot. */
  final String script;

  Transition(String verb, String ongoing, String done, String script) {
    this.verb = verb;
    this.ongoing = ongoing;
    this.done = done;
    this.script = script;
  }
}
