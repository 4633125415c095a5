package s6j.rccompiler;

import s6j.cli.Messages;
import s6j.cli.ScriptPrograms;
import s6j.posix.CString;
import s6j.posix.Installation;
import s6j.posix.Posix;

/** The programs that generated scripts name, of this suite and of execline. */
final class Helpers {
  private static final byte[] EXECLINEB = CString.of("execlineb");

  private final byte[] execlineb;
  private final ScriptPrograms programs;

  /** Without {@code messages} (null) nothing is said of what is missing. */
  Helpers(Posix posix, Messages messages, byte[] calledAs) {
    programs = new ScriptPrograms(posix, messages, calledAs);
    execlineb = new Installation(posix, calledAs).find(EXECLINEB);
  }

  /** Scripts for execline where it is installed, else for the shell. */
  GeneratedScripts scripts() {
    return execlineb == null ? new ShellScripts(this) : new ExeclineScripts(execlineb, this);
  }

  /** A part of an execline script; {@code @NAME} is a program. */
  byte[] execline(String template) {
    return programs.execline(template);
  }

  /** A program that PATH does not lead to, as a word of an execline script. */
  byte[] execlinePath(String program) {
    return programs.execlinePath(program);
  }

  /** The same for a shell script. */
  byte[] shellPath(String program) {
    return programs.shellPath(program);
  }

  /** A part of a shell script. */
  byte[] shell(String template) {
    return programs.shell(template);
  }
}
