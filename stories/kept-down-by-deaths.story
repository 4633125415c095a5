# Three deaths within the time that s6-permafailon looks at are a permanent failure; the tally has them all.

script a/run
    note notes run
    exit 1
script a/finish
    exec s6-permafailon 3600 3 1 ./fine
script a/fine
    exit 0

& s6-supervise a
~ s6-svstat -o up,wantedup,exitcode a
> false false 1
~ s6-svdt a
> ... exitcode 1
> ... exitcode 1
> ... exitcode 1
$ cat a/notes
> run
> run
> run
$ s6-svdt-clear a
$ s6-svdt a

finally
~ s6-svstat -o up,wantedup,exitcode a
> false false 1
