# A scanner that has the supervisors in its process is killed: the next one goes on with all that lives, hosted or not.
since ours

script scan/a/run
    note ../../notes run
    on TERM exit 0
    ready 3
    live
file scan/a/notification-fd
    3
script scan/b/run
    on TERM exit 7
    live
script scan/b/finish
    note ../../notes finish $1
file scan/c/down
script scan/c/run
    live
file scan/.s6-svscan/hosted

& s6-svscan scan
~ s6-svstat -o ready scan/a
> true
~ s6-svstat -o up scan/b
> true
$ s6-svstat -o pid scan/a
> {service}
$ s6-svstat -o pid scan/b
> {other}
$ kill KILL s6-svscan scan
$ wait s6-svscan scan
= 137

& s6-svscan scan
~ s6-svok scan/a
~ s6-svok scan/b
~ s6-svok scan/c
$ s6-svstat -o up,ready,pid scan/a
> true true {service}
$ s6-svstat -o up,pid scan/b
> true {other}
$ s6-svstat -o up scan/c
> false
$ kill KILL s6-svscan scan
$ wait s6-svscan scan
= 137

$ rm scan/.s6-svscan/hosted
& s6-svscan scan
~ s6-svok scan/a
~ s6-svok scan/b
$ s6-svstat -o up,ready,pid scan/a
> true true {service}
$ s6-svc -wD -T 30000 -d scan/b
$ s6-svstat -o up,exitcode scan/b
> false 7
$ cat notes
> run
> finish 7

finally
~ s6-svstat -o up,ready scan/a
> true true
