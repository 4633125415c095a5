# A service is started, stopped, told to start once, and its supervisor leaves; finish is told how run ended.

script a/run
    on TERM exit 3
    note notes run
    ready 4
    live
script a/finish
    note notes finish $1 $2 $3
file a/notification-fd
    4
file a/down

& s6-supervise a
~ s6-svok a
$ listen a/event
$ s6-svstat -o up,wantedup,normallyup a
> false false false

$ s6-svc -wU -T 30000 -u a
$ s6-svstat -o up,ready,wantedup,exitcode a
> true true true -1

$ s6-svc -wD -T 30000 -d a
$ s6-svstat -o up,ready,wantedup,exitcode,signal a
> false false false 3 NA
~ heard a/event
> uUdD
$ cat a/notes
> run
> finish 3 0 a

# Once: it is not started again.
$ s6-svc -wU -T 30000 -o a
$ s6-svstat -o up,wantedup a
> true false
$ s6-svc -wD -T 30000 -t a
$ s6-svstat -o up,wantedup a
> false false

finally
$ s6-svc -xd a
$ wait s6-supervise a
$ s6-svok a
= 1
