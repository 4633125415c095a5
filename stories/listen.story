# A service that is down starts when somebody connects, and s6-listend keeps its socket while it ends and starts again.
since ours

script web/run
    note $HERE/runs run
    exec s6-listenfds -0 ../sockets s6-ipcserverd -v0 -P s6-svok ../web
file web/down
script sockets/run
    exec s6-listend -d 3 -u ../web -l unix:../sock
file sockets/notification-fd
    3

& s6-supervise web
~ s6-svok web
& s6-supervise sockets
~ s6-svstat -o ready sockets
> true
$ s6-svstat -o up web
> false
$ s6-listenfds none s6-svok web
! s6-listenfds: fatal: unable to get sockets from none/supervise/listen: No such file or directory
= 111
$ s6-probe unix sock
~ s6-svstat -o up,wantedup web
> true true
$ s6-svc -wD -T 30000 -d web
$ s6-svstat -o ready sockets
> true
$ s6-probe unix sock
~ cat runs
> run
> run

finally
$ s6-svc -wu -T 30000 -u web
~ s6-svstat -o up web
> true
~ s6-probe unix sock
