# A scanner starts another supervisor when one was killed, and that one goes on with the service that lives.
since ours

script scan/a/run
    note ../../notes run
    on TERM exit 0
    ready 3
    live
file scan/a/notification-fd
    3

& s6-svscan scan
~ s6-svstat -o ready scan/a
> true
$ s6-svstat -o pid scan/a
> {service}
$ kill KILL supervisor:scan/a
~ s6-svok scan/a
= 0
~ s6-svstat -o up,ready,pid scan/a
> true true {service}
$ s6-svc -wd -T 30000 -d scan/a
$ s6-svstat -o up,exitcode scan/a
> false 0
$ cat notes
> run
$ s6-svc -wU -T 30000 -u scan/a
$ s6-svstat -o pid scan/a
> {!service}

finally
~ s6-svstat -o up,ready scan/a
> true true
