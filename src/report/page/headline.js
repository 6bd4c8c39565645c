// SPDX-License-Identifier: Apache-2.0
// The headline: how much energy, of what, with its doubt; or what a comparison has shown.

/** How numbers of this report are marked. */
function marksOf(report) {
  const estimated = Boolean(report.method && report.method.quality === 'estimated');
  return {
    estimated,
    words: estimated ? ', estimated' : '',
    tag: () => estimated ? element('span', 'tag', 'estimated') : null
  };
}

/** The share of the tree in the host, as a bar and in words. */
function shareBar(tree, host, marks) {
  if (!isKnown(tree) || !isKnown(host) || host <= 0) return null;
  const part = element('span', '');
  part.style.width = `${100 * Math.min(tree / host, 1)}%`;
  const whole = element('div', 'share', part);
  whole.setAttribute('aria-hidden', 'true');
  const percent = significant(100 * tree / host, marks.estimated ? 2 : 3);
  return element(
      'div', '', whole,
      element('div', 'share-words', element('span', '', `process tree ${percent} %`),
              element('span', '',
                      `rest of the host ${energyText(Math.max(host - tree, 0), null, marks)}`)));
}

const policyWords = {
  busy: 'by busy time',
  capacity: 'by capacity',
  marginal: 'beyond idle power'
};
const policyOf = (report) =>
    policyWords[report.method.policy] || `by policy ${printable(report.method.policy)}`;

function bigNumber(joules, error, marks) {
  if (!isKnown(joules)) return element('p', 'big words', 'Not known');
  const parts = energyParts(joules, error, marks);
  const big = element('p', 'big', parts.number, element('span', 'unit', `\u00a0${parts.unit}`), ' ',
                      parts.error ? element('span', 'error', parts.error) : null);
  big.append(marks.tag() || '');
  return big;
}

const lead = (text) => element('p', 'lead', text);

function headlineOfRun(report, run, marks) {
  const tree = run.energy_tree_joules, host = run.energy_host_joules;
  const atLeast = isLowerBound(run, 'energy_tree_joules');
  const big = bigNumber(tree, run.energy_tree_uncertainty_joules, {...marks, atLeast});
  const made = element('section', 'headline', big);
  if (!isKnown(tree)) {
    const reason = printable(run.unavailable_reason || 'no reason was given');
    made.append(lead(`The energy of the process tree is not known: ${reason}.`));
    return made;
  }
  let words = 'Energy of the process tree';
  if (isKnown(host)) {
    const hostMarks = {...marks, atLeast: run.energy_is_lower_bound};
    const ofHost = energyText(host, run.energy_host_uncertainty_joules, hostMarks);
    words += `, out of ${ofHost} that the host used`;
  }
  made.append(lead(`${words}, attributed ${policyOf(report)}.`));
  if (marks.estimated) made.append(...modelRange([run], ''));
  if (atLeast)
    made.append(lead('\u2265: the truth is this or more; part of it could not be seen.'));
  made.append(shareBar(tree, host, marks) || '');
  return made;
}

/** The range of a model is that of its error, which no repetition shows. */
function modelRange(runs, words) {
  const known = runs.filter((run) => isKnown(run.energy_tree_low_joules) &&
                                     isKnown(run.energy_tree_high_joules));
  if (known.length === 0) return [];
  const low = Math.min(...known.map((run) => run.energy_tree_low_joules));
  const high = Math.max(...known.map((run) => run.energy_tree_high_joules));
  const range = rangeText(low, high, known[0].energy_tree_joules);
  return [lead(
      `An estimate, order of magnitude: ${words}${range} by the published results behind ` +
      'its model, which are no bounds of the truth.')];
}

function headlineOfRuns(command, marks) {
  const one = command.summary.energy_tree_joules;
  if (!one) return element('section', 'headline', bigNumber(null, null, marks));
  const isInterval = isKnown(one.ci_low) && isKnown(one.ci_high);
  const half = isInterval ? (one.ci_high - one.ci_low) / 2 : null;
  const atLeast = command.runs.some((run) => isLowerBound(run, 'energy_tree_joules'));
  let words = `Mean energy of the process tree, ${counted(one.n, 'run')}`;
  if (one.n < command.runs.length) words += ` of ${command.runs.length}`;
  // Beside an estimate, an interval would be read as its error, and is the runs' scatter.
  if (isInterval && !marks.estimated) {
    const format = metricFormat('energy_tree_joules', one.mean, false);
    words += `; 95 % interval ${format.span(one.ci_low, one.ci_high)}`;
  }
  const host = command.summary.energy_host_joules;
  return element('section', 'headline', bigNumber(one.mean, half, {...marks, atLeast}),
                 lead(`${words}.`),
                 ...(marks.estimated ? modelRange(command.runs, 'each run ') : []),
                 shareBar(one.mean, host && host.mean, marks));
}

function headlineOfComparison(report, marks) {
  const made = element('section', 'headline');
  for (const group of comparedCandidates(report)) {
    const row = energyOf(group);
    const finding = findingOf(row, namesOf(group, report), report.scope, marks);
    const doubt = [intervalWords(row), orderWords(report, row)].filter(Boolean).join('; ');
    made.append(element('p', finding.change ? 'big' : 'big words', finding.change || finding.short),
                lead(finding.words), element('p', 'lead soft', doubt && `${doubt}.`));
  }
  return made;
}

const exitWords = (run) => run.signal ? `died of ${printable(run.signal)}`
                           : isKnown(run.exit_code) ? String(run.exit_code)
                                                    : 'still ran';

function factsOf(run, report, marks) {
  const lower = (text, is) => (is ? '\u2265 ' : '') + text;
  const small = (text) => element('small', '', text);
  const cpus = report.host && report.host.logical_cpus;
  const exit = element('span', run.exit_code === 0 ? '' : 'fail', exitWords(run));
  return definitions('facts', [
    [
      'Mean power, process tree',
      lower(wattsText(run.power_tree_mean_watts, marks.estimated),
            isKnown(run.power_tree_mean_watts) && isLowerBound(run, 'energy_tree_joules')),
      small(`host ${wattsText(run.power_host_mean_watts, marks.estimated)}`)
    ],
    [
      'Time', secondsText(run.wall_seconds),
      small(`${secondsText(run.cpu_user_seconds)} user, ${
          secondsText(run.cpu_system_seconds)} system`)
    ],
    [
      'CPUs busy, process tree',
      run.wall_seconds > 0
          ? lower(cpusText(run.tree_cpu_seconds / run.wall_seconds), run.tree_cpu_is_lower_bound)
          : notKnown,
      small(isKnown(cpus) ? `of ${cpus}; ${secondsText(run.tree_cpu_seconds)} CPU time`
                          : `${secondsText(run.tree_cpu_seconds)} CPU time`)
    ],
    [
      'Processes', lower(String(run.processes_total), run.processes_total_is_lower_bound),
      small(isKnown(run.processes_left_running) ? `${run.processes_left_running} left running`
                                                : 'left running: not known')
    ],
    [
      'Peak memory of a process',
      isKnown(run.max_rss_bytes) ? sizeText(run.max_rss_bytes) : notKnown
    ],
    [
      'Exit', exit,
      ...(run.stopped_seconds > 0 ? [small(`stopped for ${secondsText(run.stopped_seconds)}`)] : [])
    ]
  ]);
}

function factsOfRuns(command, marks) {
  return definitions(
      'facts',
      Object.keys(metrics)
          .filter((key) => key !== 'energy_tree_joules' && command.summary[key])
          .map((key) => {
            const one = command.summary[key];
            const format = metricFormat(key, one.mean, marks.estimated);
            return [
              aboutMetric(key).label, format.text(one.mean),
              element('small', '', isKnown(one.ci_low) ? format.span(one.ci_low, one.ci_high) : '')
            ];
          }));
}
