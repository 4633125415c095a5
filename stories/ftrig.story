# Who listens in a fifodir hears what is announced there, and what it waits for ends its wait.

$ s6-mkfifodir events
$ listen events
& s6-ftrig-wait -t 30000 events b+c
~ ls events
> ...
> ...
$ s6-ftrig-notify events abbc
$ wait s6-ftrig-wait -t 30000 events b+c
~ stdout
> ...c
$ s6-ftrig-listen1 -t 30000 events x s6-ftrig-notify events wx
> ...x
~ heard events
> abbcwx
~ ls events
> ...

finally
$ s6-ftrig-listen1 -t 30000 events z s6-ftrig-notify events z
> z
