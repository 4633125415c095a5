#!/bin/sh
# Runs the program it is called as on the JVM.
case $0 in
  */*) here=${0%/*} name=${0##*/} ;;
  *) here=. name=$0 ;;
esac
lib=$(cd -P "$here/../lib" 2>/dev/null && pwd)
[ -f "$lib/s6j.jar" ] || lib=$(dirname "$(readlink -f "$0")")
# @JAVA@

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

# The virtual machine handles SIGPIPE, the thirteenth, and would unblock SIGUSR2.
while read -r key value; do
  [ "$key" = SigIgn: ] || continue
  case $value in *[13579bdf]???) export S6J_JVM_NO_PIPE=1 ;; esac
  break
done </proc/self/status
export _JAVA_SR_SIGNUM=48

# A signal that is read from a descriptor must be blocked in every thread.
block=
case $name in
  # @SIGNALS@
esac
set -- "$java" $allowed -Xrs -Xshare:auto "-XX:SharedArchiveFile=$lib/s6j.jsa" -Xlog:disable -XX:-UsePerfData \
  -XX:-MaxFDLimit -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Djffi.boot.library.path=$lib" '-Ds6j.path=@PATH@' -jar "$lib/s6j.jar" "$0" "$@"
if [ -n "$block" ] && env --block-signal=USR1 true 2>/dev/null; then
  export S6J_JVM_BLOCKED=1
  exec env "--block-signal=$block" "$@"
fi
exec "$@"
