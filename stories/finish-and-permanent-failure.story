# A finish that exits with 125 keeps the service down; the tally of deaths has the one death.

script a/run
    note notes run
    exit 1
script a/finish
    note notes finish $1 $2
    exit 125

& s6-supervise a
~ s6-svstat -o up,wantedup,exitcode,updownsince a
> false false 1 ...
~ s6-svdt a
> ... exitcode 1
$ size a/supervise/death_tally
> 14
$ size a/supervise/status
> 35
pass 3s
$ cat a/notes
> run
> finish 1 0

finally
~ s6-svstat -o up,wantedup,exitcode a
> false false 1
