# s6-svwait waits for all services that it is given, or with -o for the first of them.

script scan/a/run
    ready 3
    live
file scan/a/notification-fd
    3
script scan/b/run
    await go
    ready 3
    live
file scan/b/notification-fd
    3

& s6-svscan scan
~ s6-svok scan/a
~ s6-svok scan/b
$ s6-svwait -u -t 30000 scan/a scan/b
$ s6-svwait -U -o -t 30000 scan/a scan/b
$ s6-svwait -U -t 200 scan/a scan/b
! s6-svwait: fatal: timed out
= 99
$ s6-svwait -d -o -t 200 scan/a scan/b
! s6-svwait: fatal: timed out
= 99
file scan/b/go
$ s6-svwait -U -t 30000 scan/a scan/b
$ s6-svc -d scan/a
$ s6-svwait -D -o -t 30000 scan/a scan/b
$ s6-svstat -o up,wantedup scan/a
> false false
$ s6-svstat -o up,wantedup scan/b
> true true

finally
~ s6-svstat -o up,wantedup scan/a
> false false
~ s6-svstat -o up,ready scan/b
> true true
