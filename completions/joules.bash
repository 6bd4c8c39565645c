# SPDX-License-Identifier: Apache-2.0
# Generated from src/cli/options.cpp and completions/templates: cmake --build build --target generated
# bash completion for joules(1): its options and their values, then the command and its arguments.
# Works with bash-completion 2.11, 2.12 and later, and without it.

# Candidates for the value of option $1, which begins with $2.
_joules_value()
{
    case $1 in
        --policy) COMPREPLY=($(compgen -W 'busy capacity marginal' -- "$2")) ;;
        --idle-power) COMPREPLY=($(compgen -W 'measure' -- "$2")) ;;
        --sensor) COMPREPLY=($(compgen -W 'auto perf powercap hwmon psys acpi battery estimate' -- "$2")) ;;
        --wait-tree) COMPREPLY=($(compgen -W 'none all' -- "$2")) ;;
        --cpu-clock) COMPREPLY=($(compgen -W 'auto procfs perf' -- "$2")) ;;
        --user) COMPREPLY=($(compgen -u -- "$2")) ;;
        --host-root | --powercap-root) compopt -o dirnames ;;
        --order) COMPREPLY=($(compgen -W 'pairs abba blocked' -- "$2")) ;;
        --baseline | -o | --output | --save) compopt -o default ;;
        --scope) COMPREPLY=($(compgen -W 'tree host' -- "$2")) ;;
        --gate) COMPREPLY=($(compgen -W 'point confident' -- "$2")) ;;
        --on-unavailable) COMPREPLY=($(compgen -W 'fail skip estimate' -- "$2")) ;;
        --export) compopt -o nospace; COMPREPLY=($(compgen -W 'json= csv= markdown= junit= openmetrics= gab= bmf=' -- "$2")) ;;
        --sort) COMPREPLY=($(compgen -W 'tree energy' -- "$2")) ;;
        --unit) COMPREPLY=($(compgen -W 'J mJ kJ Wh kWh auto' -- "$2")) ;;
        --color | --progress) COMPREPLY=($(compgen -W 'auto always never' -- "$2")) ;;
    esac
}

# Completes the command that begins with word $1 of the line, whose text from there on is $2.
_joules_command()
{
    # The words before it become the one word "joules", so that the command is word 1, however many
    # words bash-completion counts where readline has cut one at "=".
    ((COMP_POINT += 7 + ${#2} - ${#COMP_LINE}))
    COMP_LINE="joules $2"
    COMP_WORDS=(joules "${COMP_WORDS[@]:$1}")
    ((COMP_CWORD -= $1 - 1))
    local words=("${COMP_WORDS[@]}") cword=$COMP_CWORD
    if declare -F _comp_command_offset > /dev/null; then
        _comp_command_offset 1
    elif declare -F _command_offset > /dev/null; then
        _command_offset 1
    elif ((COMP_CWORD == 1)) && [[ $cur != */* ]]; then
        COMPREPLY=($(compgen -c -- "$cur"))
    else
        compopt -o default
    fi
}

_joules()
{
    local options='--policy --idle-power --sensor --no-estimate --gpu --wait-tree
        --cpu-clock --align --interval --user --host-root --powercap-root -r
        --runs -w --warmup --pause --prepare --cleanup -i --ignore-failure
        --ok-codes --compare --shell --order --seed -b --budget --max-power
        --baseline --max-regression --scope --gate --strict --gate-exit-code
        --on-unavailable -j --json -f --format -o --output -a --append
        --export --github --log-fd --no-argv -n --name --by-command
        --by-process --sort -q --quiet -v --verbose --unit --color --progress
        --diff --merge --doctor --save -h --help -V --version'
    local cur=$2 expects='' options_end='' first word line letters i
    local rest=${COMP_LINE#*"${COMP_WORDS[0]}"}
    for ((i = 1; i <= COMP_CWORD; i++)); do
        # One word as the shell sees it: readline cuts words at "=" and ":" too.
        line=${rest#"${rest%%[![:space:]]*}"} rest=$line first=$i word=''
        while :; do
            word+=${COMP_WORDS[i]} rest=${rest#"${COMP_WORDS[i]}"}
            [[ $i -ge $COMP_CWORD || -z $rest || $rest == [[:space:]]* ]] && break
            ((i++))
        done
        if [[ $options_end || -z $expects && $word != -?* && ($i -lt $COMP_CWORD || $word != -) ]]; then
            _joules_command "$first" "$line"
            return
        elif ((i == COMP_CWORD)); then
            break
        elif [[ $expects ]]; then
            expects=''
        elif [[ $word == -- ]]; then
            options_end=yes
        elif [[ $word == --* ]]; then
            case $word in
                --policy | --idle-power | --sensor | --wait-tree | --cpu-clock | --interval | --user | --host-root | --powercap-root | --runs | --warmup | --pause | --prepare | --cleanup | --ok-codes | --order | --seed | --budget | --max-power | --baseline | --max-regression | --scope | --gate | --gate-exit-code | --on-unavailable | --format | --output | --export | --log-fd | --name | --sort | --unit | --color | --progress | --save)
                    expects=$word ;;
            esac
        else # "-vo FILE": the first letter that takes a value takes the rest of the word, if any
            letters=${word%%[rwbfon]*}
            ((${#letters} == ${#word} - 1)) && expects=-${word: -1}
        fi
    done

    COMPREPLY=()
    if [[ $expects ]]; then
        _joules_value "$expects" "$cur"
    elif [[ $word == --*=* ]]; then
        _joules_value "${word%%=*}" "${cur#--*=}"
    else
        COMPREPLY=($(compgen -W "$options" -- "$cur"))
    fi
} && complete -F _joules joules
