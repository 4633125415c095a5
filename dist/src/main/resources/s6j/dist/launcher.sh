#!/bin/sh
# Runs the program it is called as on the JVM.
case $0 in
  */*) here=${0%/*} name=${0##*/} ;;
  *) here=. name=$0 ;;
esac
lib=$(cd -P "$here/../lib" 2>/dev/null && pwd)
[ -f "$lib/s6j.jar" ] || lib=$(dirname "$(readlink -f "$0")")
# @JAVA@

# A script is told where it lies, not what it was called by: where PATH leads to it, that was its name.
called=$0
set -f
IFS=:
for directory in $PATH; do
  [ -x "$directory/$name" ] || continue
  [ "$directory/$name" != "$0" ] || called=$name
  break
done
unset IFS
set +f

# The descriptors from 3 that came from outside; the script's own is not one of them.
S6J_JVM_INHERITED=
for fd in /proc/self/fd/*; do
  number=${fd##*/}
  [ "$number" -gt 2 ] && [ -e "$fd" ] && ! [ "$fd" -ef "$0" ] &&
    S6J_JVM_INHERITED=${S6J_JVM_INHERITED:+$S6J_JVM_INHERITED,}$number
done
# Low numbers are kept free for the program, which may be told to use one; under a low limit the
# virtual machine needs them itself.
S6J_JVM_PLACEHOLDERS=
limit=$(ulimit -n)
[ "$limit" = unlimited ] || [ "$limit" -ge 64 ] &&
  for number in 3 4 5 6 7 8 9; do
    [ -e /proc/self/fd/$number ] || { eval "exec $number</dev/null" &&
      S6J_JVM_PLACEHOLDERS=${S6J_JVM_PLACEHOLDERS:+$S6J_JVM_PLACEHOLDERS,}$number; }
  done
export S6J_JVM_INHERITED S6J_JVM_PLACEHOLDERS

# A shell drops variables whose names are none to it, such as those of execline's parameters; and having run a program
# it empties the signal mask, so that only execline's programs ask for them.
case $here/$name in
  */execline/* | */execlineb)
    if grep -qzve '^[A-Za-z_][A-Za-z0-9_]*=' /proc/$$/environ 2>/dev/null; then
      S6J_JVM_ENVIRONMENT=$(od -An -v -tx1 /proc/$$/environ | tr -d ' \n')
      export S6J_JVM_ENVIRONMENT
    fi
    ;;
esac

# The virtual machine handles SIGPIPE, the thirteenth, and would unblock SIGUSR2.
while read -r key value; do
  [ "$key" = SigIgn: ] || continue
  case $value in *[13579bdf]???) export S6J_JVM_NO_PIPE=1 ;; esac
  break
done </proc/self/status
export _JAVA_SR_SIGNUM=48

# A shell has variables of its own; what is to write the environment down is told what there was.
case $name in
  s6-dumpenv)
    S6J_JVM_ENVIRONMENT=$(od -An -v -tx1 /proc/$$/environ | tr -d ' \n')
    # A longer string is more than the kernel passes on.
    if [ "${#S6J_JVM_ENVIRONMENT}" -lt 131000 ]; then export S6J_JVM_ENVIRONMENT
    else unset S6J_JVM_ENVIRONMENT; fi
    ;;
esac

# A signal that is read from a descriptor must be blocked in every thread.
block=
case $name in
  # @SIGNALS@
esac
# The virtual machine would look at the files of its cgroup at any time, and those that it has open go to whatever is executed.
set -- "$java" $allowed -Xrs -Xshare:auto "-XX:SharedArchiveFile=$lib/s6j.jsa" -Xlog:disable -XX:-UsePerfData \
  -XX:-MaxFDLimit -XX:-UseContainerSupport -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Djffi.boot.library.path=$lib" '-Ds6j.path=@PATH@' -jar "$lib/s6j.jar" "$0" "$called" "$@"
if [ -n "$block" ] && env --block-signal=USR1 true 2>/dev/null; then
  export S6J_JVM_BLOCKED=1
  exec env "--block-signal=$block" "$@"
fi
exec "$@"
