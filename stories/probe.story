# s6-probe tells whether somebody takes connections at a socket.
since ours

script a/run
    exec s6-ipcserver sock s6-svok ../b
file a/down

& s6-supervise a
~ s6-svok a
$ s6-probe unix a/sock
! s6-probe: fatal: unable to reach a/sock: No such file or directory
= 1
$ s6-svc -u a
~ s6-probe unix a/sock
$ s6-probe unix none/sock
! s6-probe: fatal: unable to reach none/sock: No such file or directory
= 1
$ s6-probe tcp example.org:80
! s6-probe: fatal: no address: example.org:80
= 100

finally
$ s6-svc -wu -T 30000 -u a
~ s6-probe unix a/sock
