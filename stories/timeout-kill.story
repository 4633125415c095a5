# Who ignores the signal that shall bring it down gets KILL after timeout-kill.

script a/run
    on USR1 note notes asked
    on TERM note notes asked wrongly
    ready 3
    live
file a/notification-fd
    3
file a/timeout-kill
    600
file a/down-signal
    SIGUSR1

& s6-supervise a
~ s6-svstat -o ready a
> true
$ s6-svc -wd -T 30000 -d a
$ s6-svstat -o up,wantedup,signal,exitcode a
> false false SIGKILL -1
$ cat a/notes
> asked

finally
~ s6-svstat -o up,wantedup a
> false false
