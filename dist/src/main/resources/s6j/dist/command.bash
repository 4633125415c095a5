# The candidates for the word under the cursor of s6, one a line: the commands given as arguments,
# those of the command that is there, or names from the live and scan directory or the set.
_s6j_command_words() {
  local program=${COMP_WORDS[0]} where=() command= sub= word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in
      --*)
        # Readline splits --livedir=DIR at the sign.
        if [ "${COMP_WORDS[i + 1]}" = = ]; then word+="=${COMP_WORDS[i + 2]}" && ((i += 2)); fi
        if [ -z "$command" ]; then where+=("$word"); fi
        ;;
      -[slrcv]) if [ -z "$command" ]; then where+=("$word" "${COMP_WORDS[++i]}"); fi ;;
      -*) if [ -z "$command" ]; then where+=("$word"); fi ;;
      *) if [ -z "$command" ]; then command=$word; elif [ -z "$sub" ]; then sub=$word; fi ;;
    esac
  done
  if [ -z "$command" ]; then
    printf '%s\n' "$@"
    return
  fi
  case $command/$sub in
@LEVELS@
    enable/* | disable/* | set/*) "$program" "${where[@]}" set list 2>/dev/null ;;
    live/* | l/* | process/* | proc/* | p/* | start/* | stop/* | kill/* | restart/* | status/* | why/* | logs/*)
      "$program" "${where[@]}" status -a 2>/dev/null | while IFS=' ' read -r word i; do
        if [ "$word" != SERVICE ]; then printf '%s\n' "$word"; fi
      done
      ;;
  esac
}

