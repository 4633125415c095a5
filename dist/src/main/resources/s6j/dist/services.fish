# The candidates for the word under the cursor of s6-rc or s6-rc-db, one a line: the commands given
# as arguments, or once there is one, names from the live directory or database of the command line.
function __s6j_words
    set -l words (commandline -opc)
    set -l program (string replace -r -- '-db$' '' $words[1])
    set -l where
    set -l down no
    set -l command
    set -l i 2
    while test $i -le (count $words)
        set -l word $words[$i]
        switch $word
            case '--livedir=*' '--compiled=*'
                set where $word
            case --down --all-down
                set down yes
            case '--*'
            case '-*l' '-*c'
                set i (math $i + 1)
                set where (string replace -r -- '^-.*(.)$' '-$1' $word) $words[$i]
                string match -q -r -- '[dD]' $word; and set down yes
            case '-*v' '-*t' '-*n'
                set i (math $i + 1)
            case '-*'
                string match -q -r -- '[dD]' $word; and set down yes
            case '*'
                set command $word
                break
        end
        set i (math $i + 1)
    end
    if test -z "$command"
        printf '%s\n' $argv
    else if test $command = list -a $program != $words[1]
        printf '%s\n' all services oneshots longruns bundles
    else if contains $command stop reload; or test $down = yes -a $program = $words[1]
        $program $where -a list 2>/dev/null
    else if not contains $command help diff check
        $program-db $where list all 2>/dev/null
    end
end

