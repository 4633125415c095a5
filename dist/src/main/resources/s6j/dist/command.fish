# The candidates for the word under the cursor of s6, one a line: the commands given as arguments,
# those of the command that is there, or names from the live and scan directory or the set.
function __s6j_command_words
    set -l words (commandline -opc)
    set -l program $words[1]
    set -l where
    set -l command
    set -l sub
    set -l i 2
    while test $i -le (count $words)
        set -l word $words[$i]
        switch $word
            case -s -l -r -c -v
                set i (math $i + 1)
                test -z "$command"; and set where $where $word $words[$i]
            case '-*'
                test -z "$command"; and set where $where $word
            case '*'
                if test -z "$command"
                    set command $word
                else if test -z "$sub"
                    set sub $word
                end
        end
        set i (math $i + 1)
    end
    if test -z "$command"
        printf '%s\n' $argv
        return
    end
    switch $command/$sub
@LEVELS@
        case 'enable/*' 'disable/*' 'set/*'
            $program $where set list 2>/dev/null
        case 'live/*' 'l/*' 'process/*' 'proc/*' 'p/*' 'start/*' 'stop/*' 'kill/*' 'restart/*' 'status/*' 'why/*' 'logs/*'
            $program $where status -a 2>/dev/null | string match -v 'SERVICE *' | string replace -r ' .*' ''
    end
end

