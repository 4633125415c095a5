# s6-rc brings a service up after what it needs and down before it, and the state says which are up.
since ours

file src/net/type
    oneshot
file src/net/up
    $HERE/net-up
file src/net/down
    $HERE/net-down
script net-up
    note $HERE/notes net up
script net-down
    note $HERE/notes net down
file src/web/type
    longrun
file src/web/dependencies
    net
file src/web/notification-fd
    3
script src/web/run
    on TERM exit 0
    note $HERE/notes web run
    ready 3
    live
script src/web/finish
    note $HERE/notes web finish
file src/late/type
    oneshot
file src/late/dependencies
    web
file src/late/up
    $HERE/late-up
script late-up
    note $HERE/notes late up
$ mkdir scan
$ mkdir run

& s6-svscan scan
~ s6-svscanctl -a scan
$ s6-rc-compile db src
$ s6-rc-init -c $HERE/db -l $HERE/run/live $HERE/scan
$ s6-rc -l $HERE/run/live -t 30000 -u change late
$ cat notes
> net up
> web run
> late up
$ s6-rc -l $HERE/run/live -a list
> s6rc-oneshot-runner
> web
> late
> net
$ s6-rc -l $HERE/run/live -t 30000 -d change net
$ cat notes
> net up
> web run
> late up
> web finish
> net down
$ s6-svstat -o up,wantedup run/live/servicedirs/web
> false false

finally
$ s6-rc -l $HERE/run/live -t 30000 -u change web
~ s6-svstat -o up,ready scan/web
> true true
