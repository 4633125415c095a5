# A supervisor executes its new image in place: what runs runs on, readiness that comes later is heard, and who is to be killed is.
since ours

script a/run
    note ../notes run
    on TERM nothing
    await go
    ready 3
    live
script a/finish
    note ../notes finish $1 $2
file a/notification-fd
    3
file a/timeout-kill
    600

& s6-supervise a
~ s6-svstat -o up a
> true
$ s6-svstat -o pid a
> {service}
$ s6-svc -e a
$ s6-svstat -o up,ready,pid a
> true false {service}
file a/go
~ s6-svstat -o ready,pid a
> true {service}
$ s6-svc -eee a
$ s6-svstat -o up,ready,pid a
> true true {service}
$ s6-svc -wD -T 30000 -de a
$ s6-svstat -o up,wantedup,signal a
> false false SIGKILL
$ cat notes
> run
> finish 256 9
$ s6-svc -wU -T 30000 -eu a
$ s6-svstat -o pid a
> {!service}

finally
~ s6-svstat -o up,ready a
> true true
