# SPDX-License-Identifier: Apache-2.0
# Generated from src/cli/options.cpp and completions/templates: cmake --build build --target generated
# bash completion for joules(1): its options and their values, then the command and its arguments.
# Works with bash-completion 2.11, 2.12 and later, and without it.

# Candidates for the value of option $1. The value is $3 so far, of which readline replaces $2: it may
# have cut off what stands before "=".
_joules_value()
{
    local kind
    case $1 in
        --policy) COMPREPLY=($(compgen -W 'busy capacity marginal' -- "$2")) ;;
        --idle-power) COMPREPLY=($(compgen -W 'measure' -- "$2")) ;;
        --sensor) COMPREPLY=($(compgen -W 'auto perf powercap cray hwmon psys acpi system battery estimate' -- "$2")) ;;
        --wait-tree) COMPREPLY=($(compgen -W 'none all' -- "$2")) ;;
        --cpu-clock) COMPREPLY=($(compgen -W 'auto procfs perf cgroup' -- "$2")) ;;
        --user) COMPREPLY=($(compgen -u -- "$2")) ;;
        --host-root | --powercap-root) compopt -o dirnames ;;
        --progress | --color) COMPREPLY=($(compgen -W 'auto always never' -- "$2")) ;;
        --order) COMPREPLY=($(compgen -W 'pairs abba blocked' -- "$2")) ;;
        --baseline | -o | --output | --record | --replay | --fold | --save) compopt -o default ;;
        --scope) COMPREPLY=($(compgen -W 'tree host' -- "$2")) ;;
        --gate) COMPREPLY=($(compgen -W 'point confident' -- "$2")) ;;
        --on-unavailable) COMPREPLY=($(compgen -W 'fail skip estimate' -- "$2")) ;;
        --export) kind=${3%%=*}=; if [[ $3 != *=* ]]; then compopt -o nospace; COMPREPLY=($(compgen -W 'json= csv= markdown= junit= openmetrics= gab= bmf= trace= html=' -- "$2")); elif [[ $2 == "$kind"* ]]; then compopt -o filenames -o nospace; mapfile -t COMPREPLY < <(compgen -f -P "$kind" -- "${2#"$kind"}"); else compopt -o default; fi ;;
        --sort) COMPREPLY=($(compgen -W 'tree energy' -- "$2")) ;;
        --unit) COMPREPLY=($(compgen -W 'J mJ kJ Wh kWh auto' -- "$2")) ;;
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
    local options='--policy --idle-power --sensor --no-estimate --model --gpu --of --marks
        --work --wait-tree --cpu-clock --align --interval --user --host-root
        --powercap-root -r --runs -w --warmup --precision --pause --prepare
        --cleanup -i --ignore-failure --ok-codes --discard-output --progress
        --compare --shell --order --seed -b --budget --max-power --baseline
        --max-regression --scope --gate --strict --gate-exit-code
        --on-unavailable -j --json -f --format -o --output -a --append
        --export --record --github --log-fd --no-argv -n --name --by-command
        --by-process --sort -q --quiet -v --verbose --plot --unit --color
        --replay --fold --diff --merge --doctor --save -h --help -V --version'
    local cur=$2 expects='' operands='' options_end='' first word line letters i
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
            case $operands in
                files) compopt -o default; COMPREPLY=() ;;
                sections) COMPREPLY=($(compgen -W 'measuring runs comparing gates reports modes all' -- "$cur")) ;;
                *) _joules_command "$first" "$line" ;;
            esac
            return
        elif ((i == COMP_CWORD)); then
            break
        elif [[ $expects ]]; then
            expects=''
        elif [[ $word == -- ]]; then
            options_end=yes
        elif [[ $word == --* ]]; then
            case $word in
                --diff | --merge) operands=files ;;
                --help) operands=sections ;;
                --policy | --idle-power | --sensor | --model | --of | --work | --wait-tree | --cpu-clock | --interval | --user | --host-root | --powercap-root | --runs | --warmup | --precision | --pause | --prepare | --cleanup | --ok-codes | --progress | --order | --seed | --budget | --max-power | --baseline | --max-regression | --scope | --gate | --gate-exit-code | --on-unavailable | --format | --output | --export | --record | --log-fd | --name | --sort | --unit | --color | --replay | --fold | --save)
                    expects=$word ;;
            esac
        else # "-vo FILE": the first letter that takes a value takes the rest of the word, if any
            letters=${word%%[rwbfon]*}
            ((${#letters} == ${#word} - 1)) && expects=-${word: -1}
        fi
    done

    COMPREPLY=()
    if [[ $expects ]]; then
        _joules_value "$expects" "$cur" "$word"
    elif [[ $word == --*=* ]]; then
        _joules_value "${word%%=*}" "${cur#--*=}" "${word#*=}"
        if [[ $cur == --*=* ]]; then # "=" ends no word: readline replaces the option, too
            word=${word%%=*}=
            if ((${#COMPREPLY[@]})); then
                COMPREPLY=("${COMPREPLY[@]/#/$word}")
            else
                compopt -o filenames
                mapfile -t COMPREPLY < <(compgen -f -P "$word" -- "${cur#--*=}")
            fi
        fi
    else
        COMPREPLY=($(compgen -W "$options" -- "$cur"))
    fi
} && complete -F _joules joules
