// SPDX-License-Identifier: Apache-2.0
#include "cli/options.hpp"

#include "cli/values.hpp"

#include <algorithm>
#include <tuple>

namespace joules {

namespace {

using Text = const std::string&;

constexpr int most_runs = 100'000; // each is kept until the report

template <class E>
std::vector<ValueWord> words_of() {
  std::vector<ValueWord> words;
  for (const Choice<E>& choice : Choices<E>::all) words.push_back({choice.word, choice.meaning});
  return words;
}

template <class E>
constexpr Value one_of(std::string_view preset = "") {
  return {.preset = preset, .words = words_of<E>};
}

template <class E>
std::vector<ValueWord> auto_and_words_of() {
  std::vector<ValueWord> words = words_of<E>();
  words.insert(words.begin(), {left_to_joules});
  return words;
}

constexpr Value text(std::string_view metavar, std::string_view preset = "") {
  return {metavar, preset};
}

constexpr Value file(std::string_view metavar = "FILE") {
  return {.metavar = metavar, .completes = Completes::file};
}

constexpr Value directory{.metavar = "DIR", .completes = Completes::directory};
constexpr Value shell_command{.metavar = "CMD", .completes = Completes::command};

/// Words beside numbers are no enumeration's.
constexpr Value watts_or_measure{
    .metavar = "W|measure", .words = [] { return std::vector<ValueWord>{{idle_power_measured}}; }};
constexpr Value tree_wait{.metavar = "none|all|SEC", .preset = "none", .words = [] {
                            return std::vector<ValueWord>{{wait_for_none}, {wait_for_all}};
                          }};
constexpr Value subject_in_scope{
    .metavar = "tree|host|of:NAME|phase:NAME", .preset = "tree", .words = [] {
      return std::vector<ValueWord>{{"tree"}, {"host"}};
    }};
constexpr Value export_to{
    .metavar = "KIND=FILE", .words = words_of<ExportKind>, .words_are_prefixes = true};

constexpr std::optional<Value> flag = std::nullopt;

/// That it is there says all: which mode is asked for. Help is given before anything is stored.
void no_value(Settings&, Text) {}

using enum Section;

constexpr OptionRules first_screen{.in_help = InHelp::first_screen_too};

constexpr OptionRules repeatable{.repeatable = true};

constexpr OptionRules needs(std::string_view long_name) {
  return {.needs = long_name};
}

constexpr OptionRules not_with(std::string_view other, OptionRules rules = {}) {
  rules.excludes = other;
  return rules;
}

constexpr OptionRules asks_for(Mode mode, OptionRules rules = {}) {
  rules.mode = mode;
  return rules;
}

constexpr Option options[] = {
    {measuring, "--policy", one_of<Policy::Kind>("busy"), "who pays for idle power",
     [](Settings& s, Text t) { s.attribution.policy.kind = choice_from<Policy::Kind>(t); }},
    {measuring, "--idle-power", watts_or_measure, "power of the idle host, for --policy marginal",
     [](Settings& s, Text t) {
       const auto watts = idle_power_from(t);
       s.attribution.measure_idle_power = !watts;
       s.attribution.policy.idle_power = watts.value_or(Watts{0});
     }},
    {measuring, "--sensor", Value{.preset = left_to_joules, .words = auto_and_words_of<Sensor>},
     "where the energy is read",
     [](Settings& s, Text t) { s.sensors.sensor = choice_or_auto_from<Sensor>(t); }},
    {measuring, "--no-estimate", flag, "fail (125) when no sensor is readable",
     [](Settings& s, Text) { s.sensors.estimate_allowed = false; }},
    {measuring, "--model", text("IDLE:BUSY"), "estimate by these watts of the machine",
     [](Settings& s, Text t) { s.sensors.model = machine_power_from(t); }},
    {measuring, "--gpu", flag, "graphics cards, too, each on a line of its own",
     [](Settings& s, Text) { s.sensors.gpu = true; }},
    {measuring, "--of", text("pid:N|cgroup:NAME"), "also measure this process or group",
     [](Settings& s, Text t) { s.sampling.subjects.push_back(subject_from(t)); }, repeatable},
    {measuring, "--marks", flag, "phases and work that COMMAND writes to JOULES_MARKS_FD",
     [](Settings& s, Text) { s.sampling.marks = true; }},
    {measuring, "--work", text("N:UNIT"), "work done: joules of one UNIT, too",
     [](Settings& s, Text t) { s.sampling.work = work_from(t); }},
    {measuring, "--wait-tree", tree_wait, "wait for processes that outlive COMMAND",
     [](Settings& s, Text t) { s.sampling.tree_wait_timeout = tree_wait_from(t); }},
    {measuring, "--cpu-clock", one_of<CpuClockChoice>("auto"), "how the tree's CPU time is read",
     [](Settings& s, Text t) { s.sampling.cpu_clock = choice_from<CpuClockChoice>(t); }},
    {measuring, "--align", flag, "start with the counter's next update",
     [](Settings& s, Text) { s.sampling.align = true; }},
    {measuring, "--interval", text("MS", "auto"), "sampling interval, 10 to 10000",
     [](Settings& s, Text t) { s.sampling.interval = interval_from(t); }},
    {measuring, "--user", Value{.metavar = "NAME", .completes = Completes::user},
     "run COMMAND as NAME, measure as root", [](Settings& s, Text t) { s.user = t; }},
    {measuring, "--host-root", directory, "read DIR/proc and DIR/sys, as in a container",
     [](Settings& s, Text t) { s.sensors.host = HostRoot(directory_from(t)); }},
    {measuring, "--powercap-root", directory, "read the RAPL zones from DIR",
     [](Settings& s, Text t) { s.sensors.powercap_root = directory_from(t); }},

    {repeating, "-r,--runs", text("N", "1, with --compare 10"), "measured runs",
     [](Settings& s, Text t) { s.experiment.plan.runs = count_from(t, 1, most_runs); },
     first_screen},
    {repeating, "-w,--warmup", text("N", "0, with --compare 1"), "unmeasured runs first",
     [](Settings& s, Text t) { s.experiment.plan.warmups = count_from(t, 0, most_runs); },
     first_screen},
    {repeating, "--precision", text("PCT"), "repeat until the mean is known to +-PCT",
     [](Settings& s, Text t) { s.experiment.plan.precision = precision_from(t); }},
    {repeating, "--pause", text("SEC"), "wait SEC seconds between runs",
     [](Settings& s, Text t) { s.experiment.pause = seconds_from(t); }},
    {repeating, "--prepare", shell_command, "run by sh before each run, not measured",
     [](Settings& s, Text t) { s.experiment.prepare = t; }},
    {repeating, "--cleanup", shell_command, "run by sh at the end, not measured",
     [](Settings& s, Text t) { s.experiment.cleanup = t; }},
    {repeating, "-i,--ignore-failure", flag, "count failed runs, too",
     [](Settings& s, Text) { s.experiment.ignore_failure = true; }},
    {repeating, "--ok-codes", text("0,3"), "exit statuses that are no failure",
     [](Settings& s, Text t) { s.experiment.ok_codes = ok_codes_from(t); }},
    {repeating, "--discard-output", flag, "what COMMAND writes goes to /dev/null",
     [](Settings& s, Text) { s.experiment.output_discarded = true; }},
    {repeating, "--progress", one_of<When>("auto"), "show a progress line",
     [](Settings& s, Text t) { s.output.progress = choice_from<When>(t); }},

    {comparing, "--compare", flag, "each word is a command: 'COMMAND A' 'COMMAND B'",
     [](Settings& s, Text) { s.compare = true; }, not_with("--baseline")},
    {comparing, "--shell", flag, "run the commands of --compare by sh -c",
     [](Settings& s, Text) { s.by_shell = true; }, needs("--compare")},
    {comparing, "--order",
     Value{.metavar = "pairs|abba", .preset = "pairs", .words = words_of<Order>},
     "pairs in random order, or back and forth",
     [](Settings& s, Text t) { s.experiment.plan.order = choice_from<Order>(t); },
     needs("--compare")},
    {comparing, "--seed", text("N"), "decides the random order of pairs",
     [](Settings& s, Text t) { s.experiment.plan.seed = seed_from(t); }, needs("--compare")},

    {gates, "-b,--budget", text("ENERGY[/UNIT]"), "most mean energy, 12J or 2mJ/request; else 122",
     [](Settings& s, Text t) { std::tie(s.gates.budget, s.gates.scope.unit) = budget_from(t); },
     first_screen},
    {gates, "--max-power", text("POWER"), "most mean power, as in 40W",
     [](Settings& s, Text t) { s.gates.max_power = power_from(t); }},
    {gates, "--baseline", file("RUN.json"), "no more energy than in this report; else 122",
     [](Settings& s, Text t) { s.gates.baseline = t; }, first_screen},
    {gates, "--max-regression", text("PCT", "5"), "allowed increase over it, or over A",
     [](Settings& s, Text t) { s.gates.max_regression = percent_from(t); }},
    {gates, "--scope", subject_in_scope, "what is judged and compared",
     [](Settings& s, Text t) { s.gates.scope = scope_with(t, s.gates.scope.unit); }},
    {gates,
     "--gate",
     one_of<GateRule>("confident, from 2 runs on"),
     "by mean or 95 % bounds",
     [](Settings& s, Text t) { s.gates.rule = choice_from<GateRule>(t); },
     {.in_help = InHelp::nowhere}},
    {gates, "--strict", flag, "UNSURE ends with 121, not as COMMAND did",
     [](Settings& s, Text) { s.gates.strict = true; }},
    {gates, "--gate-exit-code", text("N", "122"), "status when a gate fails",
     [](Settings& s, Text t) { s.gates.exit_code = count_from(t, 1, 255); }},
    {gates, "--on-unavailable", one_of<OnUnavailable>("fail"), "gates when no sensor is there",
     [](Settings& s, Text t) { s.gates.on_unavailable = choice_from<OnUnavailable>(t); }},

    {reports, "-j,--json", flag, "one JSON document instead of text",
     [](Settings& s, Text) { s.report.kind = ReportKind::json; },
     not_with("--format", first_screen)},
    {reports, "-f,--format", text("STR"),
     "a line of your own, as GNU time: %e %E %U %S %P %M %x %C; %j, %J joules of tree, host; %N "
     "processes; other than GNU time's: %w, %W watts of tree, host",
     [](Settings& s, Text t) {
       s.report.kind = ReportKind::format;
       s.report.format = format_from(t);
     },
     first_screen},
    {reports, "-o,--output", file(), "write the report to FILE; - is standard output",
     [](Settings& s, Text t) {
       const bool append = s.output.report.append;
       s.output.report = destination_from(t);
       s.output.report.append = append;
     },
     not_with("--log-fd", first_screen)},
    {reports, "-a,--append", flag, "add it to FILE's end; with -j one line a report",
     [](Settings& s, Text) { s.output.report.append = true; }, needs("--output")},
    {reports, "--export", export_to, "in another format, too; - is standard output",
     [](Settings& s, Text t) {
       s.output.exports.push_back(export_from(t));
       const ExportKind kind = s.output.exports.back().kind;
       if (kind == ExportKind::trace || kind == ExportKind::html)
         s.sampling.ledger = LedgerDetail::by_process; // they show each process
     },
     repeatable},
    {reports, "--record", file(), "keep all that the runs left behind, for --replay",
     [](Settings& s, Text t) {
       s.output.recording = destination_from(t);
       s.experiment.keeps_samples = true;
     }},
    {reports, "--github", flag, "annotations, and a step summary",
     [](Settings& s, Text) { s.output.github = true; }},
    {reports,
     "--log-fd",
     Value{.metavar = "N", .completes = Completes::descriptor},
     "write the report to descriptor N",
     [](Settings& s, Text t) { s.output.report.log_fd = descriptor_from(t); },
     {.in_help = InHelp::nowhere}},
    {reports, "--no-argv", flag, "leave out arguments of commands and processes",
     [](Settings& s, Text) { s.report.arguments_shown = false; }},
    {reports, "-n,--name", text("NAME"), "label of the command; repeat it with --compare",
     [](Settings& s, Text t) { s.experiment.names.push_back(t); }, repeatable},
    {reports, "--by-command", flag, "the tree's energy by program",
     [](Settings& s, Text) {
       s.report.style.by_command = true;
       s.sampling.ledger = std::max(s.sampling.ledger, LedgerDetail::by_command);
     },
     first_screen},
    {reports, "--by-process", flag, "the tree's energy by process",
     [](Settings& s, Text) {
       s.report.style.by_process = true;
       s.sampling.ledger = LedgerDetail::by_process;
     }},
    {reports, "--sort", one_of<ProcessOrder>("tree"), "order of the processes of --by-process",
     [](Settings& s, Text t) { s.report.style.order = choice_from<ProcessOrder>(t); },
     needs("--by-process")},
    {reports, "-q,--quiet", flag, "no report on standard error when all is well",
     [](Settings& s, Text) { s.output.quiet = true; }, not_with("--verbose", first_screen)},
    {reports, "-v,--verbose", flag, "every run, domain and clock",
     [](Settings& s, Text) { s.report.style.verbose = true; }, first_screen},
    {reports, "--plot", flag, "power over time, or the runs, as a picture below",
     [](Settings& s, Text) { s.report.style.plot = true; }},
    {reports, "--unit", one_of<EnergyUnit>("auto"), "of energies in text",
     [](Settings& s, Text t) { s.report.style.unit = choice_from<EnergyUnit>(t); }},
    {reports, "--color", one_of<When>("auto"), "colours in text",
     [](Settings& s, Text t) { s.output.color = choice_from<When>(t); }},

    {modes, "--replay", file(), "report on runs of --record, by any policy",
     [](Settings& s, Text t) { s.recording = t; }, asks_for(Mode::replay)},
    {modes, "--fold", file("RECORDING"), "joules of the stacks that perf script prints",
     [](Settings& s, Text t) { s.recording = file_from(t); }, asks_for(Mode::fold)},
    {modes, "--diff", flag, "compare two saved reports: OLD.json NEW.json", no_value,
     asks_for(Mode::diff)},
    {modes, "--merge", flag, "add up saved reports: FILE...", no_value, asks_for(Mode::merge)},
    {modes, "--doctor", flag, "every sensor, and how to get access", no_value,
     asks_for(Mode::doctor, first_screen)},
    {modes, "--save", file("HOST.tar"), "archive of the sensors' files, with --doctor",
     [](Settings& s, Text t) { s.save = file_from(t); }, needs("--doctor")},
    {modes, "-h,--help", flag, "this help; a section of it: --help gates", no_value},
    {modes, "-V,--version", flag, "show the version", [](Settings& s, Text) { s.version = true; }},
};

} // namespace

std::span<const Option> all_options() {
  return options;
}

const Option* find_option(std::string_view name) {
  for (const Option& option : options)
    if (!name.empty() && (name == option.long_name() || name == option.short_name()))
      return &option;
  return nullptr;
}

} // namespace joules
