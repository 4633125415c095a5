#!/bin/sh
# Makes the archive of classes that s6j starts by. It holds for this place, these jars and this Java, and is passed
# over where one of these is another.
set -eu
[ $# = 1 ] || { echo 'usage: class-archive JAVA' >&2 && exit 100; }
java=$1
lib=$(cd "$(dirname "$0")" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What is usually done with it, so that the classes of that are known.
train() {
  runs=$((runs + 1))
  LC_ALL=C.UTF-8 "$java" -Xshare:off -Xss8m "-XX:DumpLoadedClassList=$work/classes.$runs" "-Ds6j.bin=$work" \
    -jar "$lib/s6j-front.jar" "$@" >/dev/null
}
runs=0
mkdir "$work/services"
printf '[Service]\nExecStart=/bin/true\n' >"$work/a.service"
train new "$work/services/web"
train convert --print "$work/services"
train import systemd "$work/a.service" --print
train convert --help
# Numbers of classes hold within one list; only those of loaders that s6j does not have need them.
sed '/ source: /d; s/ id: [0-9]*$//' "$work"/classes.* | awk '!seen[$0]++' >"$work/classes"
# Of heaps only the one of G1 is put into an archive.
"$java" -XX:+UseG1GC -Xshare:dump "-XX:SharedClassListFile=$work/classes" "-XX:SharedArchiveFile=$work/s6j.jsa" \
  -Xlog:disable -cp "$lib/s6j-front.jar" >/dev/null 2>&1
chmod 644 "$work/s6j.jsa"
mv -f "$work/s6j.jsa" "$lib/s6j.jsa.new"
mv -f "$lib/s6j.jsa.new" "$lib/s6j.jsa"
