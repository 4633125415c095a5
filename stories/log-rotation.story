# s6-log begins another file when one is full, and keeps as many as it was told.

lines in 150 a line of some length, number
lines more 1 the last line,

$ s6-log n2 s4096 ./main < in
$ s6-log n2 s4096 ./main < in
$ ls main
> @....s
> @....s
> current
> lock
> state
$ s6-log n2 s4096 ./main < in
$ s6-log n2 s4096 ./main < in
$ rm main/current
$ s6-log n2 s4096 ./main < more

finally
~ cat main/current
> the last line, 1
~ ls main
> @....s
> @....s
> current
> lock
> state
