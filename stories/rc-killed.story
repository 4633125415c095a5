# A change that was killed is taken up by the next: what was done is not done again, the rest is.
since ours

file src/a/type
    oneshot
file src/a/up
    $HERE/a-up
script a-up
    note $HERE/a-notes up
file src/slow/type
    oneshot
file src/slow/dependencies
    a
file src/slow/up
    $HERE/slow-up
script slow-up
    note $HERE/slow-begins up
    await $HERE/go
    note $HERE/slow-notes up
file src/z/type
    oneshot
file src/z/dependencies
    slow
file src/z/up
    $HERE/z-up
script z-up
    note $HERE/z-notes up
$ mkdir scan
$ mkdir run

& s6-svscan scan
~ s6-svscanctl -a scan
$ s6-rc-compile db src
$ s6-rc-init -c $HERE/db -l $HERE/run/live $HERE/scan
& s6-rc -l $HERE/run/live -u change z
~ cat slow-begins
> up
$ kill KILL s6-rc -l $HERE/run/live -u change z
$ wait s6-rc -l $HERE/run/live -u change z
= 137
file go
$ s6-rc -l $HERE/run/live -b -t 30000 -u change z
$ cat a-notes
> up
$ cat z-notes
> up

finally
$ s6-rc -l $HERE/run/live -b -t 30000 -u change z
~ s6-rc -l $HERE/run/live -a list
> s6rc-oneshot-runner
> a
> slow
> z
