# A service with a down file waits for its letter, goes down for good with its supervisor, and waits again.

script a/run
    note ../notes run
    ready 3
    live
file a/down
file a/notification-fd
    3

& s6-supervise a
~ s6-svok a
~ s6-svstat -o up,wantedup,normallyup a
> false false false
$ s6-svc -wU -T 30000 -u a
$ s6-svstat -o up,wantedup,normallyup a
> true true false
$ kill TERM s6-supervise a
$ wait s6-supervise a
& s6-supervise a
~ s6-svok a
pass 500ms
$ s6-svstat -o up,wantedup a
> false false
$ cat notes
> run
$ rm a/down
$ kill TERM s6-supervise a
$ wait s6-supervise a
& s6-supervise a
~ s6-svstat -o up,ready a
> true true

finally
~ s6-svstat -o up,wantedup,normallyup a
> true true true
