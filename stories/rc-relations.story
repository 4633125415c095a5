# What is ordered without need, wanted without must, in conflict, or part of something, is started and stopped so.
since ours

script fails
    note $HERE/notes $1 fails
    exit 3
file src/net/type
    oneshot
file src/net/up
    $HERE/fails net
file src/web/type
    longrun
file src/web/after
    net
file src/web/wants.d/helper
file src/web/wants.d/net
file src/web/notification-fd
    3
script src/web/run
    on TERM exit 0
    note $HERE/notes web up
    ready 3
    live
script src/web/finish
    note $HERE/notes web down
file src/helper/type
    longrun
file src/helper/after
    web
file src/helper/notification-fd
    3
script src/helper/run
    on TERM exit 0
    note $HERE/notes helper up
    ready 3
    live
script src/helper/finish
    note $HERE/notes helper down
file src/cache/type
    longrun
file src/cache/part-of
    web
file src/cache/after
    web
file src/cache/notification-fd
    3
script src/cache/run
    on TERM exit 0
    note $HERE/notes cache up
    ready 3
    live
script src/cache/finish
    note $HERE/notes cache down
file src/other/type
    longrun
file src/other/conflicts
    web
file src/other/notification-fd
    3
script src/other/run
    on TERM exit 0
    note $HERE/notes other up
    ready 3
    live
script src/other/finish
    note $HERE/notes other down
$ mkdir scan
$ mkdir run.d

& s6-svscan scan
~ s6-svscanctl -a scan
$ s6-rc-compile db src
$ s6-rc-db -c db relations web cache
> web after net
> web wants helper
> web wants net
> cache after web
> cache part-of web
$ s6-rc-db -c db -d relations web
> cache after web
> helper after web
> other conflicts web
> cache part-of web
$ s6-rc-init -c $HERE/db -l $HERE/run.d/live $HERE/scan
$ s6-rc -l $HERE/run.d/live -t 30000 -u change cache web
! s6-rc: warning: unable to start service net: command exited 3
$ cat notes
> net fails
> web up
> {one} up
> {!two} up
$ s6-rc -l $HERE/run.d/live -t 30000 -d change web
$ s6-rc -l $HERE/run.d/live -e -a list
> helper
$ rm notes
$ s6-rc -l $HERE/run.d/live -t 30000 -u change other
$ s6-rc -l $HERE/run.d/live -t 30000 -u change web
! s6-rc: warning: unable to start service net: command exited 3
$ cat notes
> other up
> other down
> net fails
> web up
$ s6-rc -l $HERE/run.d/live why other
> other is not up: it is down since ...; it conflicts with web, which is up
= 1
$ s6-rc -l $HERE/run.d/live -t 30000 -u change other web
! s6-rc: fatal: services other and web conflict: they cannot both be up
= 1

finally
$ s6-rc -l $HERE/run.d/live -t 30000 -u change other
~ s6-svstat -o up,ready scan/other
> true true
