# A finish that does not end is killed after timeout-finish, and the service is started again.

script a/run
    note notes run
    ready 3
    take crash
    exit 1
script a/finish
    note notes finish
    on TERM nothing
    live
file a/notification-fd
    3
file a/timeout-finish
    700

& s6-supervise a
~ s6-svstat -o ready a
> true
file a/crash
~ cat a/notes
> run
> finish
> run
$ stderr
> s6-supervise a: warning: finish script lifetime reached maximum value - sending it a SIGKILL

finally
~ s6-svstat -o up,wantedup a
> true true
