# An essential service outlives the database that had it, also an update that came in between, until -e says otherwise.
since ours

file src/seat/type
    longrun
file src/seat/flag-essential
script src/seat/run
    live
file src/web/type
    longrun
script src/web/run
    live
file src2/web/type
    longrun
script src2/web/run
    live
$ mkdir scan
$ mkdir run

& s6-svscan scan
~ s6-svscanctl -a scan
$ s6-rc-compile db src
$ s6-rc-compile db2 src2
$ s6-rc-compile db3 src2
$ s6-rc-init -c $HERE/db -l $HERE/run/live $HERE/scan
$ s6-rc -l $HERE/run/live -t 30000 -u change seat web
$ s6-svstat -o pid scan/seat
> {seat}
$ s6-rc-update -l $HERE/run/live $HERE/db2
! s6-rc: warning: service seat is marked as essential, not stopping it
$ s6-rc -l $HERE/run/live -a list
> web
$ s6-svstat -o up,pid scan/seat
> true {seat}
$ s6-rc-update -l $HERE/run/live $HERE/db
$ s6-rc -l $HERE/run/live -a list
> seat
> web
$ s6-svstat -o up,pid scan/seat
> true {seat}
$ s6-rc-update -l $HERE/run/live $HERE/db2
! s6-rc: warning: service seat is marked as essential, not stopping it
$ s6-svstat -o up,pid scan/seat
> true {seat}
$ s6-rc-update -e -l $HERE/run/live $HERE/db3
~ ls scan
> s6rc-fdholder
> s6rc-oneshot-runner
> web

finally
~ s6-svstat -o up scan/web
> true
