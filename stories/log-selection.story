# A script of s6-log keeps the lines that its patterns select, and sends others elsewhere.

file in
    apple 1
    pear 2
    apple 3
    plum 4

$ s6-log - +apple ./apples + -apple ./others < in
$ cat apples/current
> apple 1
> apple 3
$ cat others/current
> pear 2
> plum 4
$ s6-log - +pear 1 < in
> pear 2
$ s6-log T ./stamped < in
~ cat stamped/current
> ... apple 1
> ... pear 2
> ... apple 3
> ... plum 4

finally
~ ls .
> apples
> in
> others
> stamped
