// SPDX-License-Identifier: Apache-2.0
// The only file that knows CLI11. It gets to see our options alone: the command's own words never
// reach it, whatever its rules for unknown or trailing words are in this or the next version.
#include "cli/request.hpp"

#include "cli/command_string.hpp"
#include "cli/split_args.hpp"
#include "cli/values.hpp"
#include "joules/quoting.hpp"
#include "report/format_string.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <random>

namespace joules {

namespace {

using Text = const std::string&;

/// Each is kept until the report.
constexpr int most_runs = 100'000;
/// Of --baseline, in percent.
constexpr double usual_regression = 5;
/// A to Z.
constexpr std::size_t most_compared = 26;

void add_measuring_options(CLI::App& app, Request& request) {
  app.add_option("-n,--name", request.experiment.names)->expected(1, -1)->allow_extra_args(false);
  app.add_option_function<std::string>("--user", [&](Text text) { request.user = text; });
  app.add_option_function<std::string>(
      "--wait-tree", [&](Text text) { request.tree_wait_timeout = tree_wait_from(text); });
  app.add_option_function<std::string>("--policy",
                                       [&](Text text) { request.policy.kind = policy_from(text); });
  app.add_option_function<std::string>("--idle-power", [&](Text text) {
    const auto watts = idle_power_from(text);
    request.measure_idle_power = !watts;
    request.policy.idle_power = watts.value_or(Watts{0});
  });
  app.add_option_function<std::string>("--sensor",
                                       [&](Text text) { request.sensor = sensor_from(text); });
  app.add_flag("--gpu", request.gpu);
  app.add_flag_callback("--no-estimate", [&] { request.estimate_allowed = false; });
  app.add_option_function<std::string>(
      "--cpu-clock", [&](Text text) { request.cpu_clock = cpu_clock_from(text); });
  app.add_flag("--align", request.align);
  app.add_option_function<std::string>("--interval",
                                       [&](Text text) { request.interval = interval_from(text); });
  app.add_option_function<std::string>("--host-root", [&](Text text) {
    request.host = HostRoot(directory_from("--host-root", text));
  });
  app.add_option_function<std::string>("--powercap-root", [&](Text text) {
    request.powercap_root = directory_from("--powercap-root", text);
  });
}

void add_repeating_options(CLI::App& app, Request& request) {
  ExperimentOptions& experiment = request.experiment;
  app.add_option_function<std::string>("-r,--runs", [&](Text text) {
    experiment.plan.runs = count_from("--runs", text, 1, most_runs);
  });
  app.add_option_function<std::string>("-w,--warmup", [&](Text text) {
    experiment.plan.warmups = count_from("--warmup", text, 0, most_runs);
  });
  app.add_option_function<std::string>(
      "--pause", [&](Text text) { experiment.pause = seconds_from("--pause", text); });
  app.add_option("--prepare", experiment.prepare);
  app.add_option("--cleanup", experiment.cleanup);
  app.add_flag("-i,--ignore-failure", experiment.ignore_failure);
  app.add_option_function<std::string>(
      "--ok-codes", [&](Text text) { experiment.ok_codes = ok_codes_from(text); });
  app.add_option_function<std::string>(
      "--progress", [&](Text text) { request.progress = when_from("--progress", text); });
}

void add_comparing_options(CLI::App& app, Request& request) {
  Plan& plan = request.experiment.plan;
  CLI::Option* compare = app.add_flag("--compare", request.compare);
  app.add_option_function<std::string>("--order", [&](Text text) { plan.order = order_from(text); })
      ->needs(compare);
  app.add_option_function<std::string>("--seed", [&](Text text) { plan.seed = seed_from(text); })
      ->needs(compare);
  app.add_flag("--shell", request.by_shell)->needs(compare);
}

/// Each of the command's words is a command.
void read_compared(Request& request, const CLI::App& app) {
  ExperimentOptions& experiment = request.experiment;
  std::vector<std::vector<std::string>> commands;
  for (const std::string& text : request.commands.front())
    commands.push_back(request.by_shell ? std::vector<std::string>{"sh", "-c", text}
                                        : split_command(text));
  if (commands.size() < 2 || commands.size() > most_compared)
    throw Failure("--compare: needs 2 to 26 commands, each in one word: 'COMMAND A' 'COMMAND B'");
  if (experiment.names.size() > commands.size())
    throw Failure("--name: given for more commands than there are");
  // Without a label the text itself is the name.
  const std::vector<std::string>& texts = request.commands.front();
  for (std::size_t i = experiment.names.size(); i < texts.size(); ++i)
    experiment.names.push_back(request.arguments_shown ? texts[i] : commands[i].front());
  request.commands = std::move(commands);
  experiment.plan.commands = request.commands.size();
  if (app.count("--runs") == 0) experiment.plan.runs = 10;
  if (app.count("--warmup") == 0) experiment.plan.warmups = 1;
  if (app.count("--seed") == 0) experiment.plan.seed = std::random_device()();
}

void add_gate_options(CLI::App& app, GateRequest& gates) {
  app.add_option_function<std::string>("-b,--budget",
                                       [&](Text text) { gates.budget = budget_from(text); });
  app.add_option_function<std::string>("--max-power",
                                       [&](Text text) { gates.max_power = max_power_from(text); });
  app.add_option_function<std::string>("--baseline", [&](Text file) {
    gates.baseline = file;
    if (!gates.max_regression) gates.max_regression = usual_regression;
  });
  app.add_option_function<std::string>(
      "--max-regression", [&](Text text) { gates.max_regression = max_regression_from(text); });
  app.add_option_function<std::string>("--scope",
                                       [&](Text text) { gates.of_host = is_host_scope(text); });
  app.add_option_function<std::string>("--gate",
                                       [&](Text text) { gates.rule = gate_rule_from(text); });
  app.add_flag("--strict", gates.strict);
  app.add_option_function<std::string>("--gate-exit-code", [&](Text text) {
    gates.exit_code = count_from("--gate-exit-code", text, 1, 255);
  });
  app.add_option_function<std::string>(
      "--on-unavailable", [&](Text text) { gates.on_unavailable = on_unavailable_from(text); });
}

void add_report_options(CLI::App& app, Request& request) {
  CLI::Option* json =
      app.add_flag_callback("-j,--json", [&] { request.report = ReportKind::json; });
  CLI::Option* format = app.add_option_function<std::string>("-f,--format", [&](Text text) {
    if (const auto problem = format_problem(text)) throw Failure("--format: " + *problem);
    request.report = ReportKind::format;
    request.format = text;
  });
  CLI::Option* output = app.add_option_function<std::string>("-o,--output", [&](Text file) {
    const bool append = request.destination.append;
    request.destination = destination_from(file);
    request.destination.append = append;
  });
  app.add_flag("-a,--append", request.destination.append)->needs(output);
  app.add_option_function<std::string>(
         "--log-fd", [&](Text text) { request.destination.log_fd = descriptor_from(text); })
      ->excludes(output);
  json->excludes(format);
  app.add_option_function<std::vector<std::string>>("--export",
                                                    [&](const std::vector<std::string>& words) {
                                                      for (Text word : words)
                                                        request.exports.push_back(
                                                            export_from(word));
                                                    })
      ->expected(1, -1)
      ->allow_extra_args(false);
  app.add_flag("--github", request.github);
  app.add_flag_callback("--no-argv", [&] { request.arguments_shown = false; });
  CLI::Option* quiet = app.add_flag("-q,--quiet", request.quiet);
  app.add_flag("--by-command", request.style.by_command);
  app.add_flag("--by-process", request.style.by_process);
  app.add_flag("-v,--verbose", request.style.verbose)->excludes(quiet);
  app.add_option_function<std::string>("--unit",
                                       [&](Text text) { request.style.unit = unit_from(text); });
  app.add_option_function<std::string>(
      "--color", [&](Text text) { request.color = when_from("--color", text); });
}

void add_modes(CLI::App& app, Request& request) {
  app.add_flag_callback("-h,--help", [&] { request.mode = Mode::help; });
  app.add_flag_callback("-V,--version", [&] { request.mode = Mode::version; });
  app.add_flag_callback("--diff", [&] { request.mode = Mode::diff; });
  app.add_flag_callback("--merge", [&] { request.mode = Mode::merge; });
  CLI::Option* doctor = app.add_flag_callback("--doctor", [&] { request.mode = Mode::doctor; });
  app.add_option_function<std::string>("--save",
                                       [&](Text text) { request.save = file_from("--save", text); })
      ->needs(doctor);
}

/// In groups, within which names are compared: CLI11 compares each with each, and a short run would
/// spend a tenth of its time on that.
void add_options(CLI::App& app, Request& request) {
  const auto group = [&](const char* name) -> CLI::App& { return *app.add_option_group(name); };
  app.set_help_flag();
  add_measuring_options(group("measuring"), request);
  add_repeating_options(group("repeating"), request);
  add_comparing_options(group("comparing"), request);
  add_gate_options(group("limits"), request.gates);
  add_report_options(group("reports"), request);
  add_modes(group("modes"), request);
  app.get_option("--baseline")->excludes(app.get_option("--compare"));
}

void check_diff(const Request& request) {
  if (request.commands.empty() || request.commands.front().size() != 2)
    throw Failure("--diff: needs two saved reports, OLD.json NEW.json");
  if (request.gates.baseline || request.gates.budget || request.gates.max_power)
    throw Failure("--diff: only --max-regression is a limit there");
}

/// Of modes that run nothing.
void check_answer(const Request& request) {
  const std::string mode = request.mode == Mode::diff ? "--diff" : "--merge";
  if (request.report == ReportKind::format || !request.exports.empty() || request.github)
    throw Failure(mode + ": writes text or --json only");
  if (request.mode == Mode::diff) return check_diff(request);
  if (request.commands.empty()) throw Failure("--merge: needs saved reports, of --json");
  if (request.gates.any()) throw Failure("--merge: takes no limits");
}

void check(const Request& request, const CLI::App& app) {
  if (request.mode == Mode::doctor && !request.commands.empty())
    throw Failure("--doctor runs no command");
  if (request.mode == Mode::doctor && request.report == ReportKind::format)
    throw Failure("--doctor: writes text or --json only");
  if (request.mode == Mode::diff || request.mode == Mode::merge) check_answer(request);
  if (request.mode != Mode::measure) return;
  if (request.commands.empty()) throw Failure("no command to measure (see joules --help)");
  if (!request.compare && request.experiment.names.size() > 1)
    throw Failure("--name: given more than once");
  if (request.compare && request.report == ReportKind::format)
    throw Failure("--compare and --format exclude each other");
  if (request.gates.max_regression && !request.gates.baseline && !request.compare)
    throw Failure("--max-regression: needs --baseline FILE, --compare or --diff");
  const bool idle_power = app.count("--idle-power") > 0;
  if ((request.policy.kind == Policy::Kind::marginal) != idle_power)
    throw Failure(idle_power ? "--idle-power: only --policy marginal uses it"
                             : "--policy marginal needs --idle-power, in watts or \"measure\"");
  if (request.gates.rule == GateRule::confident && request.experiment.plan.runs < 2)
    throw Failure("--gate confident: needs at least two runs (-r 10)");
  const bool ledger = request.style.by_command || request.style.by_process;
  if (ledger && request.report == ReportKind::text &&
      (request.compare || request.experiment.plan.runs > 1))
    throw Failure("--by-command, --by-process: of several runs only --json has them");
  if (!request.estimate_allowed && request.sensor == SensorChoice::estimate)
    throw Failure("--sensor estimate and --no-estimate exclude each other");
}

/// For all options at once: what is empty is, as often as not, a variable that a script did not
/// set, and never means "none".
void check_values(const SplitArgs& words, const CLI::App& app) {
  if (!words.lacks_value.empty()) throw Failure(quoted({words.lacks_value}) + ": needs a value");
  if (!words.has_empty_value.empty())
    throw Failure(quoted({words.has_empty_value}) + " '': its value is empty");
  if (app.get_option_no_throw(words.takes_no_value) != nullptr)
    throw Failure(words.takes_no_value + ": takes no value");
}

} // namespace

Request parse_command_line(int argc, const char* const* argv) {
  Request request;
  CLI::App app;
  add_options(app, request);
  SplitArgs words = split_args(argc, argv, [&](const std::string& name) {
    const CLI::Option* option = app.get_option_no_throw(name);
    return option != nullptr && option->get_items_expected_max() > 0;
  });
  if (words.ask_for_help) { // whatever else is wrong: that may be why
    request.mode = Mode::help;
    return request;
  }
  check_values(words, app);
  if (!words.command.empty()) request.commands.push_back(std::move(words.command));
  try {
    std::reverse(words.options.begin(), words.options.end()); // as CLI11 wants them
    app.parse(words.options);
  } catch (const CLI::ExtrasError&) {
    for (const std::string& word : app.remaining())
      throw Failure("unknown option " + quoted({word}) + " (see joules --help)");
    throw;
  } catch (const CLI::ArgumentMismatch& error) {
    // "--option: At Most 1 required but received 2"
    const std::string message = error.what();
    if (message.find("At Most") != message.npos)
      throw Failure(message.substr(0, message.find(':')) + ": given more than once");
    throw Failure(message.substr(0, message.find(':')) + ": needs a value");
  } catch (const CLI::ParseError& error) {
    throw Failure(std::string(error.what()) + " (see joules --help)");
  }
  check(request, app);
  if (request.compare && request.mode == Mode::measure) read_compared(request, app);
  return request;
}

} // namespace joules
