# -r lets run end and start anew, and -wR waits for the new one's readiness.

script a/run
    on TERM exit 0
    ready 3
    live
file a/notification-fd
    3

& s6-supervise a
~ s6-svstat -o ready a
> true
$ s6-svstat -o pid a
> {first}
$ s6-svc -wR -T 30000 -r a
$ s6-svstat -o up,ready,wantedup a
> true true true
$ s6-svstat -o pid a
> {!first}
$ s6-svstat -o pid a
> {second}

# Only one that is up gets the letter.
$ s6-svc -wD -T 30000 -d a
$ s6-svc -r a
pass 500ms
$ s6-svstat -o up,wantedup a
> false false
$ s6-svc -wU -T 30000 -u a
$ s6-svstat -o pid a
> {!second}

finally
~ s6-svstat -o up,ready,wantedup a
> true true true
