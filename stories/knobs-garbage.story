# Files of a service directory that hold garbage are warned of, and the service runs as if they were not there.
since ours

script a/run
    live
file a/notification-fd
    three
file a/timeout-kill
    soon
file a/down-signal
    SIGNONSENSE
file a/max-death-tally
    -5

& s6-supervise a
~ s6-svstat -o up a
> true
$ s6-svc -wd -T 30000 -d a
$ s6-svstat -o up,signal a
> false SIGTERM
$ stderr
> s6-supervise a: warning: invalid notification-fd
> s6-supervise a: warning: invalid timeout-kill
> s6-supervise a: warning: invalid down-signal
> s6-supervise a: warning: invalid max-death-tally
finally
~ s6-svstat -o up,wantedup a
> false false
