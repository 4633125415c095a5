# Where the directories of a tree are; sourced by the commands. Each can be named by the variable of its name.
lib=$(cd "$(dirname "$0")/../lib" && pwd)
name=${0##*/}
kind=${name%%-*}
fail() {
  code=$1
  shift
  echo "$name: fatal: $*" >&2
  exit "$code"
}
# A shell has a PATH of its own if it was given none.
case $(export -p) in *' PATH='?*) ;; *) PATH= ;; esac
[ -n "$PATH" ] ||
  PATH=/command:/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/libexec:/usr/local/libexec
export PATH
case $kind in
  user)
    [ -n "${USER:-}" ] || fail 100 'USER is not set'
    [ -n "${USERTREE:-}" ] || fail 100 'USERTREE is not set'
    for word in "$USER" "$USERTREE"; do
      case $word in */* | .*) fail 100 "$word cannot be a directory's name" ;; esac
    done
    # Commands of the tree's own services may lack it; those who need it say so.
    if [ -n "${HOME:-}" ]; then
      : "${CONFDIR:=$HOME/.config/goetia/$USERTREE}" "${LOGDIR:=$HOME/.local/state/log/$USERTREE}"
    fi
    : "${RUNDIR:=${RUNROOT:-/run/user}/$USER/$USERTREE}"
    ;;
  system) : "${CONFDIR:=/etc/goetia/system}" "${RUNDIR:=/run/system}" "${LOGDIR:=/var/log/system}" ;;
  *) fail 100 'is neither user- nor system-' ;;
esac
needs_home() { [ "$kind" = system ] || [ -n "${HOME:-}" ] || fail 100 'HOME is not set'; }
LIVE=$RUNDIR/s6-rc
# The first name is that of the manual, the second that of its command pages.
bundle=${GOETIABUNDLE:-${BUNDLE:-default}}
