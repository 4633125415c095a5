# Run behind s6-tree ends by the signal that its supervisor sends, and no process of it is left for finish to see.

since ours

script a/run
    ready 3
    live
file a/notification-fd
    3
file a/kill
    tree
script a/finish
    note ended $1 $2

& s6-supervise a
~ s6-svstat -o ready a
> true
$ s6-svstat -o pid a
> {tree}
$ cat a/supervise/tree
> {tree}
$ s6-svc -wR -T 30000 -r a
~ s6-svstat -o ready,pid a
> true {!tree}
$ s6-svc -k a
~ cat a/ended
> 256 15
> 256 9
~ s6-svstat -o ready a
> true
$ s6-svc -wD -T 30000 -d a
$ cat a/ended
> 256 15
> 256 9
> 256 15

finally
~ s6-svstat -o up a
> false
