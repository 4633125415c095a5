a "b c" d\ e
"\a\b\t\n\v\f\r" \65 "\65\0101\0x41\0X42" x"y"z
