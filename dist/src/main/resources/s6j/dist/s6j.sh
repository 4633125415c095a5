#!/bin/sh
# Runs s6j on the JVM, from wherever this tree lies.
here=$(dirname "$(readlink -f "$0")")
lib=$here/../lib/s6j-front
java=${S6J_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/java}}
if [ -z "$java" ] && [ -x "$here/../lib/runtime/bin/java" ]; then # the one of an installed archive
  java=$here/../lib/runtime/bin/java
fi
[ -n "$java" ] || java=$(command -v java) || java=@JAVA@
if ! [ -x "$java" ]; then
  echo "s6j: needs a Java runtime, version 17 or later, and finds none: $java" >&2
  echo "s6j: install one (Debian: default-jre-headless) or set JAVA_HOME; only s6j needs it" >&2
  exit 111
fi
# Names of files are UTF-8, whatever the terminal speaks.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *UTF-8 | *utf8) ;;
  *) LC_ALL=C.UTF-8 && export LC_ALL ;;
esac
memory=-Xss8m
# A server that stays: it asks for no more memory than it needs, and rather tidies up.
[ "${1:-}" != serve ] || memory='-Xms6m -Xmx32m -Xmn3m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=15 -Xss512k -XX:MaxMetaspaceSize=48m -XX:ReservedCodeCacheSize=16m'
# An archive of classes that another Java has made, or of other jars, is passed over without a word.
archive=
! [ -r "$lib/s6j.jsa" ] || archive=-XX:SharedArchiveFile=$lib/s6j.jsa
# shellcheck disable=SC2086
exec "$java" -Xshare:auto -Xlog:disable ${archive:+"$archive"} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData $memory \
  -Dfile.encoding=UTF-8 "-Ds6j.bin=$here" -jar "$lib/s6j-front.jar" "$@"
