# SPDX-License-Identifier: Apache-2.0
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
            case --policy --idle-power --sensor --wait-tree --cpu-clock --interval --user --host-root \
                    --powercap-root --format --output --log-fd --name --unit --color --progress --export --baseline --max-regression --order --seed \
                    --runs --warmup --pause --prepare --cleanup --ok-codes --budget --max-power --scope \
                    --gate --gate-exit-code --on-unavailable
                set -e words[1]
            case '-*' # "-vo FILE": the first letter that takes a value takes the rest, if any
                string match -qr -- '^-[^-fnorwb]*[fnorwb]$' $word; and set -e words[1]
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
    string match -q -- '-*' $words[1]; or complete -C "$words"
end

complete -c joules -x -a '(__fish_joules_complete_command)'

set -l ours complete -c joules -n "not __fish_joules_command >/dev/null"
$ours -l policy -x -a "busy\t'whoever runs pays for idle power (default)' capacity\t'nobody pays for idle CPUs' marginal\t'only what the command added'" -d 'Who pays for idle power'
$ours -l idle-power -x -a measure -d 'Watts of the idle host, for --policy marginal'
$ours -l sensor -x -a 'auto perf powercap hwmon psys acpi battery estimate' -d 'Where the joules come from'
$ours -l gpu -d 'The energy of graphics cards, too'
$ours -l no-estimate -d 'Fail when no sensor is readable'
$ours -l wait-tree -x -a 'none all' -d 'Wait for what outlives the command (or seconds)'
$ours -l cpu-clock -x -a 'auto procfs perf' -d 'How the CPU time of the tree is read'
$ours -l align -d 'Start with the next tick of the counter'
$ours -l interval -x -d 'Sampling interval in milliseconds, 10 to 10000'
$ours -l user -x -a '(__fish_complete_users)' -d 'Run the command as this user'
$ours -l host-root -x -a '(__fish_complete_directories)' -d 'Read DIR/proc and DIR/sys'
$ours -l powercap-root -x -a '(__fish_complete_directories)' -d 'Read the RAPL zones from DIR'
$ours -s r -l runs -x -d 'Measured runs'
$ours -s w -l warmup -x -d 'Unmeasured runs first'
$ours -l pause -x -d 'Seconds between runs'
$ours -l prepare -x -d 'Run by sh before each run'
$ours -l cleanup -x -d 'Run by sh at the end'
$ours -s i -l ignore-failure -d 'Failing runs count, too'
$ours -l ok-codes -x -d 'Exit statuses that are no failure, as in 0,3'
$ours -l compare -d 'Each word is a command'
$ours -l order -x -a 'pairs abba blocked' -d 'Order of the commands of --compare'
$ours -l seed -x -d 'What the order of pairs follows from'
$ours -l shell -d 'A shell runs the commands of --compare'
$ours -s b -l budget -x -d 'Limit of the mean energy, as in 12J'
$ours -l max-power -x -d 'Limit of the mean power, as in 40W'
$ours -l baseline -r -F -d 'Compare with a saved report'
$ours -l max-regression -x -d 'Percent more energy that are allowed'
$ours -l scope -x -a 'tree host' -d 'Whose energy is limited'
$ours -l gate -x -a 'point confident' -d 'What decides'
$ours -l strict -d 'An unsure verdict fails, too'
$ours -l gate-exit-code -x -d 'Instead of 122'
$ours -l on-unavailable -x -a 'fail skip estimate' -d 'When no sensor is readable'
$ours -s j -l json -d 'One JSON document instead of text'
$ours -s f -l format -x -d 'Format like GNU time'
$ours -s o -l output -r -F -d 'Write the report to a file'
$ours -s a -l append -d 'Append to the file of --output'
$ours -l log-fd -x -d 'Write the report to a descriptor'
$ours -l export -x -a 'json= csv= markdown= junit= openmetrics= gab= bmf=' -d 'The report in the format of another tool'
$ours -l github -d 'Annotations and a step summary'
$ours -l no-argv -d 'Of commands and processes, the first word only'
$ours -s n -l name -x -d 'Label of the run'
$ours -s q -l quiet -d 'No report on standard error'
$ours -s v -l verbose -d 'Every detail'
$ours -l by-command -d 'The energy of the tree by program name'
$ours -l by-process -d 'The energy of the tree by process'
$ours -l unit -x -a 'J mJ kJ Wh auto' -d 'Unit of energies in text'
$ours -l color -x -a 'auto always never' -d 'Colours in text'
$ours -l progress -x -a 'auto always never' -d 'A line on the terminal during several runs'
$ours -l diff -d 'Compare two saved reports'
$ours -l merge -d 'Add up saved reports'
$ours -l doctor -d 'Every sensor found, and how to get access'
$ours -l save -r -d 'Archive of the files of the sensors'
$ours -s h -l help -d 'Show a summary'
$ours -s V -l version -d 'Show the version'
