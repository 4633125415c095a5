# Each letter that is a signal reaches the service, and a supervisor that gets one outlives it.

script a/run
    on HUP note notes HUP
    on INT note notes INT
    on QUIT note notes QUIT
    on USR1 note notes USR1
    on USR2 note notes USR2
    on ALRM note notes ALRM
    on WINCH note notes WINCH
    on TERM exit 0
    ready 3
    live
file a/notification-fd
    3

& s6-supervise a
~ s6-svstat -o ready a
> true
$ s6-svc -h a
~ cat a/notes
> HUP
$ s6-svc -i a
~ cat a/notes
> HUP
> INT
$ s6-svc -q a
~ cat a/notes
> HUP
> INT
> QUIT
$ s6-svc -1 a
~ cat a/notes
> HUP
> INT
> QUIT
> USR1
$ s6-svc -2 a
~ cat a/notes
> HUP
> INT
> QUIT
> USR1
> USR2
$ s6-svc -a a
$ s6-svc -y a
~ cat a/notes
> HUP
> INT
> QUIT
> USR1
> USR2
> ALRM
> WINCH
$ s6-svc -p a
~ s6-svstat -o paused a
> true
$ s6-svc -c a
~ s6-svstat -o paused a
> false

finally
$ s6-svc -wd -T 30000 -d a
$ s6-svstat -o up,exitcode a
> false 0
