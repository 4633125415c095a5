#!/bin/sh
# Prints what the processes are like that programs of a suite start: one line each, with the blocked and the
# ignored signals, the mask of new files, the limit of open files, the session and the open descriptors.
#   processes.sh DIRECTORY   works in DIRECTORY; the programs are found on PATH. Needs perl.
# Of the signals the first sixteen count: a child of posix_spawn, as a JVM starts one, has 32 and 33 ignored.
# Whoever starts the programs has signals ignored and blocked, an open descriptor, and a mask of its own.
T=$1
cd "$T" || exit 111
ulimit -n 200
cat >odd.pl <<'X'
use POSIX;
$SIG{$_} = 'DEFAULT' for grep { !/^(KILL|STOP|NUM.*|__.*__)$/ } keys %SIG;
$SIG{$_} = 'IGNORE' for qw(PIPE USR1 HUP);
sigprocmask(SIG_BLOCK, POSIX::SigSet->new(SIGTERM, SIGUSR2));
umask 027;
POSIX::close($_) for 3..400;
open(my $file, '<', '/dev/zero');
dup2(fileno($file), 7);
POSIX::close(fileno($file)) if fileno($file) != 7;
exec @ARGV;
X
cat >probe <<'X'
#!/bin/sh
p=$$
(ls -l /proc/$p/fd) >"$1.fds"
(sed -n 's/^SigBlk:.*\(....\)$/blocked \1/p; s/^SigIgn:.*\(....\)$/ignored \1/p; s/^Umask:.*\(0...\)$/umask \1/p' /proc/$p/status) >"$1.status"
(sed 's/.*) //' /proc/$p/stat) >"$1.stat"
(awk '/open files/ { print "files", $4 }' /proc/$p/limits) >"$1.limits"
read -r state parent group session rest <"$1.stat"
kind=; [ "$session" = $p ] && kind=session; [ "$group" = $p ] && kind="$kind group"
{
  awk -v ORS=' ' '{ print }' "$1.status" "$1.limits"
  echo "leads ${kind:-nothing}"
  awk '/->/ { t = $NF; if (t ~ /\/probe$/) next; sub(/:.*/, "", t); if (t !~ /^\/dev\//) sub(/^\/.*/, "file", t); print $(NF - 2) "=" t }' "$1.fds" | sort -n
} | awk -v ORS=' ' '{ print }' >"$1.tmp"
mv "$1.tmp" "$1"
[ -z "$2" ] || exec "$2"
exit 0
X
chmod 755 probe
P=$T/probe
odd() { timeout --foreground -k 1 20 perl odd.pl "$@" </dev/null >out 2>>err; }
await() { i=0; until eval "$1" 2>/dev/null; do i=$((i + 1)); [ $i -lt 400 ] || return 1; sleep .05; done; }
row() { await "[ -s r.$1 ]"; echo "$1:" $(cat "r.$1"); }
script() { mkdir -p "${1%/*}"; printf '#!/bin/sh\n%s\n' "$2" >"$1"; chmod 755 "$1"; }

cat >linger <<'X'
#!/bin/sh
exec sleep 300
X
chmod 755 linger
script sd/a/run "exec $P $T/r.run $T/linger"
script sd/a/finish "exec $P $T/r.finish"
script sd/a/log/run "exec $P $T/r.logger cat"
script sd/n/run "exec $P $T/r.notifying $T/linger"; echo 5 >sd/n/notification-fd
script sd/l/run "exec $P $T/r.locked $T/linger"; echo 9 >sd/l/lock-fd
script sd/.s6-svscan/SIGUSR1 "exec $P $T/r.SIGUSR1"
script sd/.s6-svscan/finish "exec $P $T/r.svscan-finish"
odd sh -c 'echo $$ >pid; exec s6-svscan sd' &
for r in run logger notifying locked; do row $r; done
s6-svc -wD -T 20000 -d sd/a
row finish
kill -USR1 "$(cat pid)"
row SIGUSR1
s6-svscanctl -t sd
row svscan-finish
mkdir -p sd2/.s6-svscan; echo no >sd2/.s6-svscan/finish
script sd2/.s6-svscan/crash "exec $P $T/r.svscan-crash"
odd s6-svscan sd2 &
await 's6-svscanctl sd2'; s6-svscanctl -t sd2
row svscan-crash

(sleep .3; seq 3000) | timeout --foreground -k 1 20 perl odd.pl s6-log "!$P $T/r.log-processor" s4096 n2 ./lg 2>>err
row log-processor
odd s6-ipcserver "$T/s1" "$P" "$T/r.ipcserver" &
await '[ -S s1 ]'; sleep .2; s6-ipcclient s1 true </dev/null
row ipcserver
odd s6-ipcclient "$T/s1" "$P" "$T/r.ipcclient"
row ipcclient
odd s6-ipcserver "$T/s2" s6-sudod -0 -1 -2 "$P" "$T/r.sudod" &
await '[ -S s2 ]'; sleep .2; odd s6-sudo "$T/s2"
row sudod

odd s6-setlock lock "$P" "$T/r.setlock"; row setlock
odd s6-setlock -t 500 lock2 "$P" "$T/r.setlock-t"; row setlock-t
odd s6-setsid "$P" "$T/r.setsid"; row setsid
odd s6-softlimit -o 100 "$P" "$T/r.softlimit"; row softlimit
mkdir env; echo x >env/X
odd s6-envdir env "$P" "$T/r.envdir"; row envdir
s6-mkfifodir fifodir
odd s6-ftrig-listen1 fifodir u sh -c "$P $T/r.ftrig-listen1; s6-ftrig-notify fifodir u"; row ftrig-listen1
script sv/run "exec sleep 300"
s6-supervise sv & await 's6-svc sv'
odd s6-svlisten1 -u sv sh -c "$P $T/r.svlisten1; s6-svc -t sv"; row svlisten1
odd s6-svlisten -u sv "" sh -c "$P $T/r.svlisten; s6-svc -t sv"; row svlisten
(cd sv && timeout --foreground -k 1 20 perl "$T/odd.pl" s6-permafailon 60 3 1 "$P" "$T/r.permafailon" </dev/null >"$T/out" 2>>"$T/err")
row permafailon
s6-svc -xd sv
