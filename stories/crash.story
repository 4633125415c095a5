# A service that is killed is started again, one that is told to go is not.

script a/run
    ready 3
    live
file a/notification-fd
    3

& s6-supervise a
~ s6-svstat -o ready a
> true
$ s6-svstat -o pid a
> {first}
$ kill KILL a
~ s6-svstat -o ready,pid a
> true {!first}
$ s6-svstat -o pid a
> {second}
$ s6-svc -wD -T 30000 -d a
$ s6-svstat -o up,wantedup,exitcode,signal a
> false false -1 SIGTERM
$ s6-svc -wU -T 30000 -u a
$ s6-svstat -o up,wantedup,pid a
> true true {!second}

finally
~ s6-svstat -o up,ready,wantedup a
> true true true
