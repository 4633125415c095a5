# Who waits for readiness waits until the service says it, and not for the start.

script a/run
    await go
    ready 3
    live
file a/notification-fd
    3
file a/down

& s6-supervise a
~ s6-svok a
$ s6-svc -wu -T 30000 -u a
$ s6-svstat -o up,ready a
> true false
file a/go
$ s6-svwait -U -t 30000 a
$ s6-svstat -o up,ready a
> true true
$ s6-svwait -d -t 100 a
! s6-svwait: fatal: timed out
= 99

finally
~ s6-svstat -o up,ready a
> true true
