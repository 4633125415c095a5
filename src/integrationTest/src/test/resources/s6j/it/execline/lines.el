one \
two th\
ree "fo\
ur"
\

 five