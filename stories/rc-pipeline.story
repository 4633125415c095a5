# The lines of a producer reach its consumer, also when the consumer is started anew; the two go down together.
since ours

file src/daemon/type
    longrun
file src/daemon/producer-for
    logger
script src/daemon/run
    say started
    live
file src/logger/type
    longrun
file src/logger/consumer-for
    daemon
script src/logger/run
    exec s6-log n3 s100000 $HERE/lines
$ mkdir scan
$ mkdir run

& s6-svscan scan
~ s6-svscanctl -a scan
$ s6-rc-compile db src
$ s6-rc-init -c $HERE/db -l $HERE/run/live $HERE/scan
$ s6-rc -l $HERE/run/live -t 30000 -u change daemon
~ log lines
> started
$ s6-svstat -o pid scan/logger
> {logger}
$ kill KILL scan/logger
~ s6-svstat -o up,pid scan/logger
> true {!logger}
$ kill KILL scan/daemon
~ log lines
> started
> started
$ s6-rc -l $HERE/run/live -t 30000 -d change logger
$ s6-svstat -o up,wantedup scan/daemon
> false false
$ s6-svstat -o up,wantedup scan/logger
> false false

finally
$ s6-rc -l $HERE/run/live -t 30000 -u change daemon
~ s6-svstat -o up,wantedup scan/logger
> true true
~ s6-svstat -o up,wantedup scan/daemon
> true true
