# s6-metrics tells what services do, and counts their deaths for ever where it is told a file.
since ours

script scan/a/run
    await go
    take go
    exit 3
file scan/b/down
script scan/b/run
    live

& s6-supervise scan/a
& s6-supervise scan/b
~ s6-svok scan/a
~ s6-svok scan/b
$ s6-metrics -k counts -o s6.prom scan
$ s6-grep deaths_total < s6.prom
> # TYPE s6_service_deaths_total counter
> # HELP s6_service_deaths_total ...
> s6_service_deaths_total...a... 0
> s6_service_deaths_total...b... 0
$ s6-grep ^s6_service_wanted_up < s6.prom
> s6_service_wanted_up...a... 1
> s6_service_wanted_up...b... 0
file scan/a/go
~ s6-svdt scan/a
> ... exitcode 3
$ s6-svdt-clear scan/a
$ s6-metrics -k counts -o s6.prom scan
$ s6-grep ^s6_service_deaths < s6.prom
> s6_service_deaths_total...a... ...
> s6_service_deaths_total...b... 0

finally
~ s6-svstat -o up scan/a
> true
