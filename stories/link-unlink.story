# s6-svlink puts a service directory under a scanner and waits for it; s6-svunlink takes it away, and nobody is left.

script real/a/run
    live
script real/b/run
    live
file real/b/down
$ mkdir scan

& s6-svscan scan
~ s6-svscanctl -a scan
$ s6-svlink -t 30000 scan real/a
$ ls scan
> a
$ ls real/a/event
$ mode real/a/event
> 3730
~ s6-svstat -o up scan/a
> true
$ s6-svlink -P -t 30000 scan real/b other
$ mode real/b/event
> 1733
$ s6-svstat -o up,normallyup scan/other
> false false
$ ls scan
> a
> other
$ s6-svunlink -t 30000 scan a
$ ls scan
> other
$ s6-svok real/a
= 1

finally
~ ls scan
> other
~ s6-svok real/a
= 1
~ s6-svok real/b
