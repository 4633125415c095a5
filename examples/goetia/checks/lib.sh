# What the stories share.
set -u
here=/goetia
# check POINT TEXT COMMAND...
check() {
  point=$1 text=$2
  shift 2
  if "$@" >/tmp/said 2>&1; then echo "ok $point $text"; return; fi
  echo "FAILED $point $text: $*"
  sed 's/^/    /' /tmp/said
}
same() { [ "$1" = "$2" ] || { echo "'$1', not '$2'"; return 1; }; }
# shows TEXT COMMAND...: what the command prints now, for await.
shows() { wanted=$1; shift; same "$("$@")" "$wanted"; }
differs() { [ "$1" != "$2" ]; }
not() { if "$@"; then return 1; fi; }
exits() { code=$1; shift; "$@"; same "$?" "$code"; }
# The time of one story is limited by test.
await() {
  n=0
  until "$@" >/dev/null 2>&1; do
    n=$((n + 1))
    [ $n -lt 250 ] || { "$@"; return 1; }
    sleep 0.1
  done
}
has() { grep -q -- "$1" "$2"; }
up() { s6-svstat -o up "$1" | grep -q true; }
pid() { s6-svstat -o pid "$1"; }
# hit SIGNAL PID
hit() { [ "$2" -gt 1 ] && kill "-$1" "$2"; }
parent() { sed 's/.*) . //' "/proc/$1/stat" | cut -d' ' -f1; }
session() { sed 's/.*) . //' "/proc/$1/stat" | cut -d' ' -f3; }
ours() { [ -e "$(dirname "$(command -v s6-rc)")/rc" ]; }
gone() { [ ! -d "/proc/$1" ]; }
# The pids of others than this story's shell, and no zombies.
others() {
  for dir in /proc/[0-9]*; do
    one=${dir#/proc/}
    [ "$one" != 1 ] && [ "$one" != $$ ] && [ "$(parent "$one" 2>/dev/null)" != $$ ] || continue
    state=$(sed 's/.*) //; s/ .*//' "$dir/stat" 2>/dev/null)
    [ -z "$state" ] || [ "$state" = Z ] || echo "$one $(tr '\0' ' ' <"$dir/cmdline")"
  done
}
alone() { same "$(others)" ''; }
# source CATEGORY NAME TYPE: a definition of this test; further files are written by put.
source_of() { mkdir -p "$src/$1/$2"; echo "$3" >"$src/$1/$2/type"; }
put() { mkdir -p "$(dirname "$1")"; cat >"$1"; }
needs() { one=$1; shift; for other; do : | put "$one/dependencies.d/$other"; done; }
oneshot() {
  source_of "$1" "$2" oneshot
  echo "sh -c \"echo +$2 >>$HOME/order\"" | put "$src/$1/$2/up"
  echo "sh -c \"echo -$2 >>$HOME/order\"" | put "$src/$1/$2/down"
}
longrun() { source_of "$1" "$2" longrun; put "$src/$1/$2/run"; }
# new_tree NAME: its configuration, as README tells.
new_tree() {
  USERTREE=$1
  conf=$HOME/.config/goetia/$1 run=/run/user/$USER/$1 src=$conf/src
  logs=$HOME/.local/state/log/$1
  service=$run/service live=$run/s6-rc
  export USERTREE
  mkdir -p "$conf"
  cp -R "$here/user/." "$conf"
  chmod -R u+w "$conf"
}
# boot: user-init in the background; its pid is $scanner.
boot() {
  user-init "$@" >"/tmp/console.$USERTREE" 2>&1 &
  scanner=$!
}
