# -Q is once at most, and for good: a down file keeps the service down when its supervisor is back.

script a/run
    await crash
    exit 1

& s6-supervise a
~ s6-svstat -o up a
> true
$ s6-svc -Q a
~ s6-svstat -o up,wantedup,normallyup a
> true false false
$ size a/down
> 0
file a/crash
~ s6-svstat -o up,wantedup,exitcode a
> false false 1
$ kill TERM s6-supervise a
$ wait s6-supervise a
& s6-supervise a
~ s6-svok a
pass 500ms

finally
~ s6-svstat -o up,wantedup a
> false false
