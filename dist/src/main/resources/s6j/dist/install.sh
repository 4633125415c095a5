#!/bin/sh
# Installs what lies beside it, or takes it away again: docs/install.md.
set -eu
usage='usage: install.sh [--prefix=DIR] [--layout=s6 | short | slashpackage] [--uninstall]
  --prefix=DIR     where it goes, /usr/local if not said; with slashpackage always /package and /command
  --layout=s6      s6-svscan, s6-rc, s6, execlineb and the like: the names that s6 has
  --layout=short   svscan, rc, log and those of daemontools and runit as well
  --layout=slashpackage   /package/admin/s6j, with links in /command
  --uninstall      take this version away
The variable DESTDIR is put before every path.'
prefix=/usr/local layout=s6 task=install
for word; do
  case $word in
    --prefix=/*) prefix=${word#*=} ;;
    --layout=s6 | --layout=short | --layout=slashpackage) layout=${word#*=} ;;
    --uninstall) task=uninstall ;;
    --help) echo "$usage" && exit ;;
    *) echo "install.sh: fatal: not understood: $word" >&2 && echo "$usage" >&2 && exit 100 ;;
  esac
done
[ "$prefix" = / ] || prefix=${prefix%/}
[ "$prefix" != / ] || prefix=
root=${DESTDIR:-}
here=$(cd "$(dirname "$0")" && pwd -P)
name=${here##*/}
if [ "$layout" = slashpackage ]; then
  home=/package/admin names=/command share=/package/share
else
  home=$prefix/lib names=$prefix/bin share=$prefix/share
fi
tree=$home/$name
manifest=$tree/manifest

fail() {
  echo "install.sh: fatal: $*" >&2
  exit 111
}

# Whether a name of bin belongs to the layout: all of s6 begin so, but for a few.
wanted() {
  [ "$layout" = short ] && return
  case $1 in
    s6-* | s6 | s6j | execlineb | ucspilogd) ;;
    *) return 1 ;;
  esac
}

# The way from the directory of one absolute path to another one.
way() {
  from=${1#/} to=${2#/}
  while [ "${from%%/*}" = "${to%%/*}" ]; do
    from=${from#*/} to=${to#*/}
  done
  while [ "${from#*/}" != "$from" ]; do
    to=../$to from=${from#*/}
  done
  printf %s "$to"
}

# Makes the directories of a path that are not there, and remembers them.
directory() {
  [ -d "$root$1/" ] && return
  directory "${1%/*}"
  mkdir "$root$1"
  made="$made$1/
"
}
made=

# A link at an absolute path to another one; what is there in its place belongs to somebody else.
link() {
  if [ "$step" = try ]; then try "$1" "$2"; else put "$1" "$(way "$1" "$2")"; fi
}

# Ours is what leads to the same file, or what says so; readlink is asked only where the first is not to be seen.
try() {
  if [ -L "$root$1" ]; then
    if [ "$root$1" -ef "$root$2" ] 2>/dev/null; then return; fi
    case $(readlink "$root$1") in
      */s6j/* | s6j-*) return ;;
    esac
  elif [ ! -e "$root$1" ]; then
    return
  fi
  fail "$root$1 is not of s6j: choose another prefix or layout"
}

# There is a link at each moment: what runs may be looking for it.
put() {
  directory "${1%/*}"
  ln -s "$2" "$root$1.new$$"
  mv -T "$root$1.new$$" "$root$1" 2>/dev/null || mv -f "$root$1.new$$" "$root$1"
  made="$made$1
"
}

# Links of one directory to files of the same names in another one: links FROM TO NAME... As many as they are, a few
# processes make them: each is made beside its place and moved there.
links() {
  from=$1 to=$2
  shift 2
  [ $# != 0 ] || return 0
  if [ "$step" = try ]; then
    for file; do try "$from/$file" "$to/$file"; done
    return
  fi
  directory "$from"
  new=$root$from/.s6j.new$$
  mkdir "$new"
  directories="$(way "$from/." "$to/.")"
  for file; do
    set -- "$@" "${directories%.}$file"
    made="$made$from/$file
"
    shift
  done
  ln -s "$@" "$new"
  mv -f "$new"/* "$root$from"
  rmdir "$new"
}

# Everything that lies outside the tree.
all() {
  set --
  for file in "$here"/bin/*; do
    if wanted "${file##*/}"; then set -- "$@" "${file##*/}"; fi
  done
  links "$names" "$home/s6j/bin" "$@"
  if [ "$layout" = slashpackage ]; then
    set --
    for file in "$here"/execline/*; do
      [ ! -e "$file" ] || set -- "$@" "${file##*/}"
    done
    links "$names" "$home/s6j/execline" "$@"
    for package in s6 s6-rc s6-portable-utils s6-linux-utils s6-linux-init s6-frontend; do
      link "$home/$package/command" "$home/s6j/bin"
    done
    link "$home/execline/command" "$home/s6j/execline"
    return
  fi
  for section in "$here"/share/man/man*; do
    set --
    for file in "$section"/*; do
      [ -e "$file" ] || continue
      page=${file##*/}
      case $page in
        execline-*) ;;
        *.1) wanted "${page%.1}" || continue ;;
      esac
      set -- "$@" "$page"
    done
    links "$share/man/${section##*/}" "$home/s6j/share/man/${section##*/}" "$@"
  done
  for place in bash-completion/completions zsh/site-functions fish/vendor_completions.d; do
    set --
    for file in "$here/share/$place"/*; do
      [ -e "$file" ] || continue
      command=${file##*/} command=${command#_}
      if wanted "${command%.fish}"; then set -- "$@" "${file##*/}"; fi
    done
    links "$share/$place" "$home/s6j/share/$place" "$@"
  done
}

# A directory that this version made is for the last one to take away.
inherit() {
  for other in "$root$home"/s6j-*/manifest; do
    [ ! -e "$other" ] || printf '%s\n' "$1" >>"$other"
  done
}

# The paths of the manifest that no other version has taken over.
own() {
  for other in "$root$home"/s6j-*/manifest; do
    [ "$other" = "$root$manifest" ] || cat "$other"
  done >"$root$tree/others"
  sort -ru "$root$manifest" | grep -vxF -f "$root$tree/others" || :
}

# All that is no directory.
remove() {
  set --
  while read -r path; do
    case $path in
      '' | */) ;;
      *) set -- "$@" "$root$path" ;;
    esac
  done
  rm -f "$@"
}

# A directory, if nothing else is in it.
empty() {
  while read -r path; do
    case $path in
      */) rmdir "$root$path" 2>/dev/null || inherit "$path" ;;
    esac
  done
}

if [ "$task" = uninstall ]; then
  [ -e "$root$manifest" ] || fail "$root$tree is not there: nothing is installed"
  for other in "$root$home"/s6j-*/manifest; do
    if [ "$other" != "$root$manifest" ] && [ "$(readlink "$root$home/s6j")" = "$name" ]; then
      fail "$name is the one in use: run ${other%manifest}install.sh first, or uninstall that"
    fi
  done
  paths=$(own)
  printf '%s\n' "$paths" | remove
  rm -rf "$root$tree"
  printf '%s\n' "$paths" | empty
  exit
fi
step=try
all
[ -z "$root" ] || mkdir -p "$root"
directory "$home"
if [ "$here" != "$root$tree" ]; then
  # The tree is there as a whole or not at all, with what another archive of this version has put into it.
  rm -rf "$root$tree.new" "$root$tree.old"
  mkdir "$root$tree.new"
  [ ! -d "$root$tree" ] || cp -RPp "$root$tree/." "$root$tree.new"
  cp -RPp "$here/." "$root$tree.new"
  [ ! -d "$root$tree" ] || mv "$root$tree" "$root$tree.old"
  mv "$root$tree.new" "$root$tree"
  rm -rf "$root$tree.old"
fi
# Also of an installation that does not come to its end all can be taken away.
trap 'printf %s "$made" >>"$root$manifest"' EXIT
step=put
link "$home/s6j" "$tree"
all
if [ -z "$root" ] && [ -x "$tree/lib/runtime/bin/java" ]; then
  "$tree/lib/s6j-front/class-archive" "$tree/lib/runtime/bin/java" ||
    echo 'install.sh: no class archive; s6j starts a little slower' >&2
fi
