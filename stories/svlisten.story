# s6-svlisten1 starts a command when it listens already, so that no event is missed.

script a/run
    on TERM exit 0
    ready 3
    live
file a/notification-fd
    3
file a/down

& s6-supervise a
~ s6-svok a
$ s6-svlisten1 -U -t 30000 a s6-svc -u a
$ s6-svstat -o up,ready a
> true true
$ s6-svlisten1 -R -t 30000 a s6-svc -r a
$ s6-svstat -o up,ready a
> true true
$ s6-svlisten1 -D -t 30000 a s6-svc -d a
$ s6-svstat -o up,wantedup a
> false false
$ s6-svlisten1 -u -t 200 a s6-svok a
! s6-svlisten1: fatal: timed out
= 99

finally
$ s6-svlisten1 -u -t 30000 a s6-svc -u a
~ s6-svstat -o up,ready a
> true true
