# SPDX-License-Identifier: Apache-2.0
# Generated from src/cli/options.cpp and completions/templates: cmake --build build --target generated
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
            case --policy --idle-power --sensor --model --of --work --wait-tree --cpu-clock --interval --user --host-root --powercap-root --runs --warmup --precision --pause --prepare --cleanup --ok-codes --progress --order --seed --budget --max-power --baseline --max-regression --scope --gate --gate-exit-code --on-unavailable --format --output --export --record --log-fd --name --sort --unit --color --replay --fold --save
                set -e words[1]
            case '-*' # "-vo FILE": the first letter that takes a value takes the rest, if any
                string match -qr -- '^-[^-rwbfon]*[rwbfon]$' $word; and set -e words[1]
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
        printf '%s\n' measuring runs comparing gates reports modes all
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
$ours -l policy -x -a "busy\t'whoever runs pays for idle power (default)' capacity\t'nobody pays for idle CPUs' marginal\t'only what the command added'" -d 'Who pays for idle power'
$ours -l idle-power -x -a 'measure' -d 'Power of the idle host, for --policy marginal'
$ours -l sensor -x -a 'auto perf powercap cray hwmon psys acpi system battery estimate' -d 'Where the energy is read'
$ours -l no-estimate -d 'Fail (125) when no sensor is readable'
$ours -l model -x -d 'Estimate by these watts of the machine'
$ours -l gpu -d 'Graphics cards, too, each on a line of its own'
$ours -l of -x -d 'Also measure this process or group'
$ours -l marks -d 'Phases and work that COMMAND writes to JOULES_MARKS_FD'
$ours -l work -x -d 'Work done'
$ours -l wait-tree -x -a 'none all' -d 'Wait for processes that outlive COMMAND'
$ours -l cpu-clock -x -a 'auto procfs perf cgroup' -d 'How the tree\'s CPU time is read'
$ours -l align -d 'Start with the counter\'s next update'
$ours -l interval -x -d 'Sampling interval, 10 to 10000'
$ours -l user -x -a '(__fish_complete_users)' -d 'Run COMMAND as NAME, measure as root'
$ours -l host-root -x -a '(__fish_complete_directories)' -d 'Read DIR/proc and DIR/sys, as in a container'
$ours -l powercap-root -x -a '(__fish_complete_directories)' -d 'Read the RAPL zones from DIR'
$ours -s r -l runs -x -d 'Measured runs'
$ours -s w -l warmup -x -d 'Unmeasured runs first'
$ours -l precision -x -d 'Repeat until the mean is known to +-PCT'
$ours -l pause -x -d 'Wait SEC seconds between runs'
$ours -l prepare -x -d 'Run by sh before each run, not measured'
$ours -l cleanup -x -d 'Run by sh at the end, not measured'
$ours -s i -l ignore-failure -d 'Count failed runs, too'
$ours -l ok-codes -x -d 'Exit statuses that are no failure'
$ours -l discard-output -d 'What COMMAND writes goes to /dev/null'
$ours -l progress -x -a 'auto always never' -d 'Show a progress line'
$ours -l compare -d 'Each word is a command'
$ours -l shell -d 'Run the commands of --compare by sh -c'
$ours -l order -x -a 'pairs abba blocked' -d 'Pairs in random order, or back and forth'
$ours -l seed -x -d 'Decides the random order of pairs'
$ours -s b -l budget -x -d 'Most mean energy, 12J or 2mJ/request; else 122'
$ours -l max-power -x -d 'Most mean power, as in 40W'
$ours -l baseline -r -F -d 'No more energy than in this report; else 122'
$ours -l max-regression -x -d 'Allowed increase over it, or over A'
$ours -l scope -x -a 'tree host' -d 'What is judged and compared'
$ours -l gate -x -a 'point confident' -d 'By mean or 95 % bounds'
$ours -l strict -d 'UNSURE ends with 121, not as COMMAND did'
$ours -l gate-exit-code -x -d 'Status when a gate fails'
$ours -l on-unavailable -x -a 'fail skip estimate' -d 'Gates when no sensor is there'
$ours -s j -l json -d 'One JSON document instead of text'
$ours -s f -l format -x -d 'A line of your own, as GNU time'
$ours -s o -l output -r -F -d 'Write the report to FILE; - is standard output'
$ours -s a -l append -d 'Add it to FILE\'s end; with -j one line a report'
$ours -l export -x -a '(__fish_joules_kind_and_file json= csv= markdown= junit= openmetrics= gab= bmf= trace= html=)' -d 'In another format, too; - is standard output'
$ours -l record -r -F -d 'Keep all that the runs left behind, for --replay'
$ours -l github -d 'Annotations, and a step summary'
$ours -l log-fd -x -d 'Write the report to descriptor N'
$ours -l no-argv -d 'Leave out arguments of commands and processes'
$ours -s n -l name -x -d 'Label of the command; repeat it with --compare'
$ours -l by-command -d 'The tree\'s energy by program'
$ours -l by-process -d 'The tree\'s energy by process'
$ours -l sort -x -a "tree\t'each below its parent (default)' energy\t'most energy first'" -d 'Order of the processes of --by-process'
$ours -s q -l quiet -d 'No report on standard error when all is well'
$ours -s v -l verbose -d 'Every run, domain and clock'
$ours -l plot -d 'Power over time, or the runs, as a picture below'
$ours -l unit -x -a 'J mJ kJ Wh kWh auto' -d 'Of energies in text'
$ours -l color -x -a 'auto always never' -d 'Colours in text'
$ours -l replay -r -F -d 'Report on runs of --record, by any policy'
$ours -l fold -r -F -d 'Joules of the stacks that perf script prints'
$ours -l diff -d 'Compare two saved reports'
$ours -l merge -d 'Add up saved reports'
$ours -l doctor -d 'Every sensor, and how to get access'
$ours -l save -r -F -d 'Archive of the sensors\' files, with --doctor'
$ours -s h -l help -d 'This help; a section of it'
$ours -s V -l version -d 'Show the version'
