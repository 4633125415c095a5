# svscanctl -t brings everything down, and the scanner becomes its finish; the directory serves another scanner then.

script scan/a/run
    on TERM exit 0
    ready 3
    live
file scan/a/notification-fd
    3
script scan/a/finish
    note ../../notes a finish $1
script scan/.s6-svscan/finish
    note ../notes finish
    exit 17

& s6-svscan scan
~ s6-svstat -o up,ready scan/a
> true true
$ s6-svscanctl -t scan
~ wait s6-svscan scan
= 17
$ cat notes
> a finish 0
> finish
$ s6-svok scan/a
= 1
$ s6-svscanctl -a scan
! s6-svscanctl: fatal: ...unable to control scan: supervisor not listening
= 100

# The same directory serves another scanner, and a signal is the same.
& s6-svscan scan
~ s6-svstat -o up,ready scan/a
> true true
$ kill TERM s6-svscan scan
~ wait s6-svscan scan
= 17
& s6-svscan scan
~ s6-svstat -o up,ready scan/a
> true true

finally
~ s6-svstat -o up,ready scan/a
> true true
