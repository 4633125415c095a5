# A start does again what says so: a oneshot that was done, and a longrun that has ended for good; a need of a start, too.
since ours

file src/job/type
    oneshot
file src/job/flag-again
file src/job/up
    $HERE/work job
file src/plain/type
    oneshot
file src/plain/after
    job
file src/plain/up
    $HERE/work plain
script work
    note $HERE/notes $1
file src/once/type
    longrun
file src/once/flag-again
file src/once/after
    job
file src/once/notification-fd
    3
script src/once/run
    note $HERE/notes once
    ready 3
    live
script src/once/finish
    exit 125
file src/user/type
    oneshot
file src/user/dependencies
    job
    once
file src/user/up
    $HERE/work user
$ mkdir scan
$ mkdir run

& s6-svscan scan
~ s6-svscanctl -a scan
$ s6-rc-compile db src
$ s6-rc-db -c db relations job once plain
> job again
> once again
> once after job
> plain after job
$ s6-rc-init -c $HERE/db -l $HERE/run/live $HERE/scan
$ s6-rc -l $HERE/run/live -t 30000 -u change job plain
$ s6-rc -l $HERE/run/live -t 30000 -u change job plain
$ cat notes
> job
> plain
> job
$ rm notes
$ s6-rc -l $HERE/run/live -t 30000 -u change once
~ cat notes
> once
$ s6-rc -l $HERE/run/live -t 30000 -u change once
$ cat notes
> once
$ kill TERM run/live/servicedirs/once
~ s6-svstat -o up,wantedup run/live/servicedirs/once
> false false
$ rm notes
$ s6-rc -l $HERE/run/live -a list user once
> s6rc-oneshot-runner
> once
> job
> plain
> user
$ s6-rc -l $HERE/run/live -t 30000 -u change user
~ s6-svstat -o up,wantedup run/live/servicedirs/once
> true true
~ cat notes
> job
> once
> user

finally
~ s6-svstat -o up,wantedup run/live/servicedirs/once
> true true
