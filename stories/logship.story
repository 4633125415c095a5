# s6-logship sends each line of a log directory once: what was there before, what comes later, and what came while it was dead.
since ours

script receiver/run
    exec s6-listend -d 3 -l unix:../sock redirfd -a 1 $HERE/received s6-cat
file receiver/notification-fd
    3
script web-out/run
    exec s6-logship -d 3 -n web -H here -w 100 gelf unix:../sock ../main
file web-out/notification-fd
    3
file web-out/down
lines first 2 request
lines second 1 later

$ s6-log t ./main < first
& s6-supervise receiver
~ s6-svstat -o ready receiver
> true
& s6-supervise web-out
~ s6-svok web-out
$ s6-svc -wU -T 30000 -u web-out
~ cat received
> ..."request 1"..."request 2"...
$ s6-log t ./main < second
~ cat received
> ..."request 1"..."request 2"..."later 1"...
$ s6-svc -wd -T 30000 -d web-out

finally
~ s6-svstat -o up receiver
> true
