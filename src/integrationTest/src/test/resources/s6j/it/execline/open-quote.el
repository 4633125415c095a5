a "b c
