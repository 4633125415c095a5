# The candidates for the word under the cursor of s6-rc or s6-rc-db, one a line: the commands given
# as arguments, or once there is one, names from the live directory or database of the command line.
_s6j_words() {
  local program=${COMP_WORDS[0]} where=() down= command= word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [ -n "$command" ]; then continue; fi
    case $word in
      --livedir | --compiled)
        # Readline splits --livedir=DIR at the sign.
        where=("$word=${COMP_WORDS[i + 2]}")
        ((i += 2))
        ;;
      --livedir=* | --compiled=*) where=("$word") ;;
      --down | --all-down) down=yes ;;
      --*=*) ;;
      --*) if [ "${COMP_WORDS[i + 1]}" = = ]; then ((i += 2)); fi ;;
      -*[lc])
        where=("-${word: -1}" "${COMP_WORDS[++i]}")
        case $word in *[dD]*) down=yes ;; esac
        ;;
      -*[vtn]) ((i++)) ;;
      -*[dD]*) down=yes ;;
      -*) ;;
      *) command=$word ;;
    esac
  done
  if [ -z "$command" ]; then
    printf '%s\n' "$@"
  elif [ "$command" = list ] && [ "${program%-db}" != "$program" ]; then
    printf '%s\n' all services oneshots longruns bundles
  elif [ "$command" = stop ] || [ "$command" = reload ] ||
    { [ -n "$down" ] && [ "${program%-db}" = "$program" ]; }; then
    "$program" "${where[@]}" -a list 2>/dev/null
  elif [ "$command" != help ] && [ "$command" != diff ] && [ "$command" != check ]; then
    "${program%-db}-db" "${where[@]}" list all 2>/dev/null
  fi
}

