#!/bin/sh
# Draws a compiled database as SVG on the JVM; rc-db graph --format=svg becomes this.
lib=$(dirname "$(readlink -f "$0")")
# @JAVA@
exec "$java" $allowed -Xshare:auto -Xlog:disable -XX:-UsePerfData -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
  "-Djffi.boot.library.path=$lib" -cp "$lib/s6j.jar:$lib/graph/*" s6j.graph.DrawDatabase "$@"
