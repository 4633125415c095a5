java=@JAVA@
[ -x "$java" ] || java=${JAVA_HOME:+$JAVA_HOME/bin/java}
[ -n "$java" ] || java=$(readlink -f "$(command -v java)")
# From JDK 23 on the virtual machine warns of what JNR does, unless that is allowed; older ones do not know the options.
allowed=
if [ -r "${java%/bin/java}/release" ]; then
  while IFS='="' read -r key _ value _; do
    [ "$key" = JAVA_VERSION ] || continue
    [ "${value%%[!0-9]*}" -lt 23 ] || allowed='--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED'
    break
  done <"${java%/bin/java}/release"
fi
