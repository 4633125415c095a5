# A scanner executes its new image in place: services, loggers and the pipes between them stay, and commands find their way.
since ours

script scan/a/run
    say started
    on TERM exit 3
    live
script scan/a/log/run
    exec s6-log n3 s100000 ./main

& s6-svscan scan
~ cat scan/a/log/main/current
> started
~ s6-svstat -o up scan/a
> true
$ s6-svstat -o pid scan/a
> {service}
$ s6-svstat -o pid scan/a/log
> {logger}
$ s6-svscanctl -U scan
$ s6-svstat -o up,pid scan/a
> true {service}
$ kill KILL scan/a
~ cat scan/a/log/main/current
> started
> started
$ s6-svstat -o pid scan/a/log
> {logger}
script scan/b/run
    live
$ s6-svscanctl -UaU scan
~ s6-svok scan/b
~ s6-svstat -o up scan/b
> true
$ s6-svc -wd -T 30000 -d scan/a
$ s6-svstat -o up,exitcode scan/a
> false 3
$ s6-svc -wu -T 30000 -u scan/a
~ cat scan/a/log/main/current
> started
> started
> started
$ s6-svstat -o pid scan/a/log
> {logger}

finally
~ s6-svstat -o up scan/a
> true
~ s6-svstat -o up scan/b
> true
