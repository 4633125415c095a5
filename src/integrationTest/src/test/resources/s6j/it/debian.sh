#!/bin/sh
# debian.sh BIN PACKAGES UNIT PROBE [OPTION], in namespaces of its own, as root.
# Installs the packages in the directory PACKAGES on an overlay of this system, imports their units as
# they lie there with OPTION, and starts UNIT. PROBE, a command, succeeds then, and not once it is
# stopped. Answers 77 where this cannot be had.
BIN=$1 DEBS=$2 UNIT=$3 PROBE=$4 OPTION=${5-}
ground=${0%/*}/ground
mkdir "$ground" || exit 77
mount --make-rprivate / && mount -t tmpfs tmpfs "$ground" || exit 77
mkdir "$ground/up" "$ground/work" "$ground/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$ground/up,workdir=$ground/work" "$ground/root" || exit 77
root=$ground/root
mount -t proc proc "$root/proc" || exit 77
mount -t tmpfs -o mode=755 tmpfs "$root/dev" || exit 77
mount -t tmpfs -o mode=755 tmpfs "$root/run" && mount -t tmpfs -o mode=1777 tmpfs "$root/tmp" || exit 77
for node in null:3 zero:5 full:7 random:8 urandom:9; do
  mknod -m 666 "$root/dev/${node%:*}" c 1 "${node#*:}" || exit 77
done
mknod -m 666 "$root/dev/tty" c 5 0
ln -s /proc/self/fd "$root/dev/fd"
for i in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${i%:*}" "$root/dev/${i#*:}"; done
mkdir -m 1777 "$root/dev/shm" "$root/run/lock"
ip link set lo up
# What Debian's packages want to start is not to be started now.
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod 755 "$root/usr/sbin/policy-rc.d"
mkdir "$root/run/debs" && mount --bind "$DEBS" "$root/run/debs" || exit 77
export BIN UNIT PROBE OPTION
exec chroot "$root" /bin/sh -c '
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C DEBIAN_FRONTEND=noninteractive
cd /run/debs && dpkg --force-conflicts,depends -i ./*.deb >/run/dpkg.out 2>&1 </dev/null ||
  dpkg --force-conflicts,depends -i ./*.deb >>/run/dpkg.out 2>&1 </dev/null || { tail -20 /run/dpkg.out; echo "NOT INSTALLED"; exit 77; }
cd /
files=
for deb in /run/debs/*.deb; do
  for file in $(dpkg -L "$(dpkg-deb -f "$deb" Package)"); do
    case $file in
      */systemd/system/*.d/*) ;;
      */systemd/system/*.socket) ! [ -e "/etc/systemd/system/sockets.target.wants/${file##*/}" ] || files="$files $file" ;;
      */systemd/system/*.service | */systemd/system/*.target | */lib/tmpfiles.d/*.conf) files="$files $file" ;;
    esac
  done
done
echo "units:$files"
export PATH="$BIN:$PATH"
# shellcheck disable=SC2086
s6j import systemd $files $OPTION --to /run/defs || [ $? = 2 ] || exit 98
rc-compile /run/db /run/defs || exit 97
mkdir /run/scan
svscan /run/scan >/run/svscan.out 2>&1 </dev/null &
while ! [ -e /run/scan/.s6-svscan/control ]; do sleep 0.1; done
rc-init -c /run/db -l /run/live /run/scan || exit 96
rc -l /run/live -t 60000 -u change "$UNIT" || { echo "NOT STARTED"; tail -n 20 /run/svscan.out /var/log/*/current 2>/dev/null; exit 95; }
tries=0
until sh -c "$PROBE" 2>/dev/null; do
  tries=$((tries + 1))
  [ $tries -lt 100 ] || { echo "NO ANSWER"; ps -ef; tail -n 20 /run/svscan.out /var/log/*/current 2>/dev/null; exit 94; }
  sleep 0.2
done
echo "ANSWERS"
rc -l /run/live -t 100000 -d change "$UNIT" || { echo "NOT STOPPED"; exit 93; }
if sh -c "$PROBE" 2>/dev/null; then echo "STILL THERE"; exit 92; fi
rc -l /run/live -t 60000 -d -a change
echo "STARTS AND ENDS"
'
