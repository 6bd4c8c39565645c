# SPDX-License-Identifier: Apache-2.0
@generated@
# fish completion for joules(1): its options and their values, then the command and its arguments.

# Prints the words of the wrapped command, the one being typed last. Fails while it may still be an
# option of ours.
function __fish_joules_command
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]
        set -l word $words[1]
        set -e words[1]
        switch $word
            case --
                string escape -- $words
                commandline -ct
                return 0
            case @long_with_value@
                set -e words[1]
            case '-*' # "-vo FILE": the first letter that takes a value takes the rest, if any
                string match -qr -- '^-[^-@letters_with_value@]*[@letters_with_value@]$' $word; and set -e words[1]
            case '*'
                string escape -- $word $words
                commandline -ct
                return 0
        end
    end
    commandline -ct
    return 1
end

function __fish_joules_complete_command
    set -l words (__fish_joules_command)
    string match -q -- '-*' $words[1]; and return
    set -l before (commandline -opc)
    # Only an option of ours stands before the first operand.
    set -l ours $before[1..(math (count $before) - (count $words) + 1)]
    if contains -- --diff $ours; or contains -- --merge $ours
        __fish_complete_path $words[-1]
    else if contains -- --help $ours; or contains -- -h $ours
        printf '%s\n' @sections@
    else
        complete -C "$words"
    end
end

# Values KIND=FILE: the kinds $argv, or files behind one of them.
function __fish_joules_kind_and_file
    set -l token (commandline -ct | string replace -r '^--[a-z-]+=' '')
    set -l kind (string match -r '^[a-z]+=' -- $token)
    if test -z "$kind"
        printf '%s\n' $argv
    else
        printf '%s\n' $kind(__fish_complete_path (string replace -- $kind '' $token))
    end
end

complete -c joules -x -a '(__fish_joules_complete_command)'

set -l ours complete -c joules -n "not __fish_joules_command >/dev/null"
@fish_options@