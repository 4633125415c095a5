# What is added to a scan directory is supervised after -a; what is taken away is let go with -an, not before.

script scan/a/run
    live
script real/b/run
    live

& s6-svscan scan
~ s6-svstat -o up scan/a
> true
$ link ../real/b scan/b
pass 1s
$ s6-svok scan/b
= 1
$ s6-svscanctl -a scan
~ s6-svstat -o up scan/b
> true
$ rm scan/b
$ s6-svscanctl -a scan
pass 1s
$ s6-svok real/b
$ s6-svscanctl -an scan
~ s6-svok real/b
= 1
$ s6-svstat -o up scan/a
> true

finally
~ s6-svstat -o up scan/a
> true
~ s6-svok real/b
= 1
