# comment
a # not "this
b#c "#d" \#e #f
