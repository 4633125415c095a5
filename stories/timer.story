# s6-timerd starts what is due, once, by its supervisor; s6-timerstat tells when each is due again.
since ours

script job/run
    note $HERE/runs run
file job/down
script other/run
    note $HERE/runs other
file other/down
file timers/job
    begin 1s
    once job
file timers/other
    calendar 2200-01-01 UTC
    once other
file timers/wrong
    calendar Mun
    once other
file self/supervise/keep

& s6-supervise job
& s6-supervise other
~ s6-svok job
~ s6-svok other
& s6-timerd -s stamps -f self/supervise/timers timers
~ cat runs
> run
~ s6-timerstat self
> job: waits, next never, last ...
> other: waits, next ..., last never
$ s6-svstat -o up,wantedup job
> false false
$ kill TERM s6-timerd -s stamps -f self/supervise/timers timers
$ wait s6-timerd -s stamps -f self/supervise/timers timers
& s6-timerd -s stamps -f self/supervise/timers timers
pass 2s
$ cat runs
> run

finally
~ s6-timerstat self
> job: waits, next never, last ...
> other: waits, next ..., last never
