# There is one supervisor of a directory, and a scanner and a supervisor name the directory that is not there.

script a/run
    live

& s6-supervise a
~ s6-svstat -o up a
> true
$ s6-svstat -o pid a
> {service}
& s6-supervise ./a
$ wait s6-supervise ./a
= 100
~ stderr
> s6-supervise ./a: fatal: another instance of s6-supervise is already running
$ s6-supervise nowhere
! s6-supervise: fatal: unable to chdir to nowhere: No such file or directory
= 111
$ s6-supervise
! s6-supervise: usage: s6-supervise ...
= 100
$ s6-svscan nowhere
! s6-svscan: fatal: unable to chdir...: No such file or directory
= 111
$ s6-svstat -o up,pid a
> true {service}

finally
~ s6-svstat -o up,wantedup a
> true true
