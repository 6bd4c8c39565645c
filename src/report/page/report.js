// SPDX-License-Identifier: Apache-2.0
// The report from its headline to its method.

/** Every run that has something to show: [{name, run}]. */
function runsToShow(report) {
  return report.commands.flatMap((command, number) => {
    const of = (what) =>
        report.commands.length > 1 ? `${nameOfCommand(report.commands, number)}, ${what}` : what;
    const rows = command.runs.map(
        (run) => ({name: of(`run ${run.index + 1} of ${command.runs.length}`), run, number}));
    if (command.failed_run)
      rows.push({name: of('the run that failed'), run: command.failed_run, number});
    return rows;
  });
}

/** Of the last command, that whose energy is nearest to the median. */
function typicalRun(report, choices) {
  const last = report.commands.length - 1;
  const summary = report.commands[last].summary;
  const median = summary && summary.energy_tree_joules ? summary.energy_tree_joules.median : null;
  const distance = ({run, number}) =>
      number === last && isKnown(run.energy_tree_joules) && median !== null
          ? Math.abs(run.energy_tree_joules - median)
          : Infinity;
  return choices.reduce((best, one, i) => distance(one) < distance(choices[best]) ? i : best, 0);
}

function sectionsOfRun(report, run, marks) {
  return [
    powerSection(run, marks), cpuSection(run, report.host), phaseSection(run, marks),
    workSection(run, marks), subjectSection(run, marks), domainSection(run, marks),
    packageSection(run, marks), deviceSection(run), programSection(run, marks),
    processSection(run, marks)
  ].filter(Boolean);
}

/** One run after the other, where there are several. */
function chosenRun(report, marks) {
  const choices = runsToShow(report);
  if (choices.length === 0) return [];
  const made = element('div', '');
  const show = (i) => made.replaceChildren(...sectionsOfRun(report, choices[i].run, marks));
  if (choices.length === 1) {
    show(0);
    return [made];
  }
  const select = element('select', '', ...choices.map(({name}, i) => {
    const option = element('option', '', name);
    option.value = i;
    return option;
  }));
  const label = element('label', '', 'Within one run, shown is ');
  label.htmlFor = select.id = 'which-run';
  select.addEventListener('change', () => show(Number(select.value)));
  select.value = typicalRun(report, choices);
  show(Number(select.value));
  return [element('div', 'chooser', label, select), made];
}

function titleOf(report) {
  const names = report.commands.map((command) => printable(command.name));
  if (names.length === 0)
    return [report.reference, report.candidate].map(({file}) => printable(file)).join(' \u2192 ');
  return names.length > 1 ? names.map((name, i) => `${letterOf(i)} ${name}`).join(' \u00b7 ')
                          : names[0];
}

function kicker(report) {
  const words = [report.commands.length === 0                             ? 'Two saved reports'
                 : report.method && report.method.quality === 'estimated' ? 'Estimated'
                                                                          : 'Measured'];
  if (report.started_at)
    words.push(printable(report.started_at).replace('T', ' ').replace(/:\d\d\.\d+Z$/, ' UTC'));
  if (report.host && report.host.hostname) words.push(`on ${printable(report.host.hostname)}`);
  if (report.replayed) words.push('(replayed from a recording)');
  const scope = isPart(report.scope) ? `; in scope: ${scopeWords(report.scope)}` : '';
  return words.join(' ') + scope;
}

const longestLine = 320;

/** The words of a command; those of a long one are folded away. */
function commandLine(commands, number) {
  const {argv, argv_first_word_only: isFirst} = commands[number];
  const words = quoted(argv) + (isFirst ? ' \u2026' : '');
  const badge = commands.length > 1
                    ? element('span', `badge ${number === 0 ? 'a' : ''}`, letterOf(number))
                    : null;
  const line = (text) => element('code', '', text);
  const first = element('p', 'argv', badge, line(cutTo(words, longestLine)));
  if (words.length <= longestLine) return [first];
  return [first, folded('The whole command', () => element('p', 'argv', line(words)))];
}

/** Everything that the report says, in the order in which it is read. */
function renderedReport(report) {
  const marks = marksOf(report);
  const commands = report.commands;
  const first = commands[0];
  const isCompared =
      report.comparisons.length > 0 && (commands.length > 1 || commands.length === 0);
  const single = first && (first.runs[0] || first.failed_run);
  const isRepeated = first && first.runs.length > 1 && first.summary;
  const header = element('header', '', element('p', 'kicker', kicker(report)),
                         element('h1', '', titleOf(report)));
  commands.forEach((command, number) => header.append(...commandLine(commands, number)));
  const parts = [header];
  if (report.partial)
    parts.push(
        element('p', 'fail',
                'joules was told to end before the command did: the numbers hold until then.'));
  if (isCompared)
    parts.push(headlineOfComparison(report, marks));
  else if (isRepeated)
    parts.push(headlineOfRuns(first, marks), factsOfRuns(first, marks));
  else if (single)
    parts.push(headlineOfRun(report, single, marks), factsOf(single, report, marks));
  for (const command of commands)
    if (command.failed_run && command.runs.length > 0)
      parts.push(element('p', 'fail',
                         `${printable(command.name)}: a run ended with ${
                             exitWords(command.failed_run)}, and is in no mean.`));
  parts.push(gatesSection(report, marks), warningsSection(report),
             ...comparisonSections(report, marks));
  if (first) parts.push(runsSection(report, marks), ...chosenRun(report, marks));
  parts.push(methodSection(report, single), hostSection(report));
  return parts.filter(Boolean);
}
