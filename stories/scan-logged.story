# The lines of a service reach its logger, also those said while service or logger are started anew.

script scan/a/run
    say started
    live
script scan/a/log/run
    exec s6-log n3 s100000 ./main

& s6-svscan scan
~ cat scan/a/log/main/current
> started
~ s6-svstat -o up scan/a
> true
$ kill KILL scan/a
~ cat scan/a/log/main/current
> started
> started
$ kill KILL scan/a/log
$ s6-svc -t scan/a
~ log scan/a/log/main
> started
> started
> started

finally
~ s6-svstat -o up scan/a
> true
~ s6-svstat -o up scan/a/log
> true
