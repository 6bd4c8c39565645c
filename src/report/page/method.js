// SPDX-License-Identifier: Apache-2.0
// What a reader must know of the numbers: gates, warnings, how they were obtained, and where.

const verdictWords = {
  pass: 'PASS',
  fail: 'FAIL',
  inconclusive: 'UNSURE',
  skipped: 'SKIPPED'
};

function gateWords(gate, marks) {
  const isRegression = gate.kind === 'regression';
  const about = aboutMetric(gate.metric);
  const {symbol: unit, size} = isRegression     ? {symbol: '%', size: 1}
                               : about.isEnergy ? energyUnit(gate.limit)
                                                : {symbol: about.unit, size: 1};
  const kind = {
    budget: 'energy budget',
    max_power: 'power limit',
    regression: 'energy regression limit'
  }[gate.kind] ||
               printable(gate.kind);
  const host = gate.metric.includes('host') ? 'host ' : '';
  const number = (value) =>
      isRegression ? changeText(1 + value / 100).replace(' %', '') : significant(value / size, 4);
  const scope = isPart(gate.scope) ? ` of ${scopeWords(gate.scope)},` : '';
  const each = gate.unit ? `/${printable(gate.unit)}` : '';
  const limit = asWritten(Number((gate.limit / size).toPrecision(12)));
  let text = `${host}${kind}${scope} ${limit} ${unit}${each}`;
  if (gate.verdict === 'fail') text += ' exceeded';
  if (gate.command) text += ` for ${printable(gate.command)}`;
  if (isKnown(gate.value)) {
    text += `: ${marks.estimated ? 'estimated ' : ''}${number(gate.value)} ${unit}`;
    if (!isRegression && gate.limit > 0) text += ` (${changeText(gate.value / gate.limit)})`;
    if (isKnown(gate.bound_low) && gate.rule === 'confident') {
      const high = isKnown(gate.bound_high) ? number(gate.bound_high) : 'any';
      text += `, 95 % bounds ${number(gate.bound_low)} to ${high} ${unit}`;
    }
    if (isKnown(gate.n)) text += `, ${counted(gate.n, 'run')}`;
  }
  if (gate.reason) text += `; ${printable(gate.reason)}`;
  if (isKnown(gate.runs_to_decide)) text += `; ${gate.runs_to_decide} new runs may tell`;
  return `${text}.`;
}

function gatesSection(report, marks) {
  if (report.gates.length === 0) return null;
  const list = element('ul', 'plain gates');
  for (const gate of report.gates)
    list.append(
        element('li', '',
                element('span', `verdict ${gate.verdict in verdictWords ? gate.verdict : ''}`,
                        verdictWords[gate.verdict] || printable(gate.verdict)),
                element('span', '', gateWords(gate, marks))));
  return section(report.gates.length === 1 ? 'Gate' : 'Gates', list);
}

function warningsSection(report) {
  if (report.warnings.length === 0) return null;
  const list = element('ul', 'plain warnings');
  for (const warning of report.warnings)
    list.append(element('li', '',
                        element('b', '', `${printable(warning.code).replaceAll('_', ' ')}: `),
                        printable(warning.message)));
  return section('What a reader must know', list);
}

function sourceWordsOf(method) {
  const model = method.model;
  if (!model) {
    const scope = method.scope ? `: ${printable(method.scope)}` : '';
    return `Measured by ${printable(method.sensor)}${scope}.`;
  }
  let words = `Estimated by the model ${printable(model.name)}, row ${printable(model.row)}`;
  if (isKnown(model.idle_thread_watts)) {
    const [idle, busy] = [model.idle_thread_watts, model.busy_thread_watts].map(wattsOfModel);
    words += `: ${idle} idle to ${busy} busy per hardware thread`;
  }
  if (model.scope) words += ` (${printable(model.scope)})`;
  const reason = method.unavailable_reason;
  return `${words}.${reason ? ` Why no sensor was read: ${printable(reason)}.` : ''}`;
}

const wattsOfModel = (watts) => `${watts} W`;

const attributions = {
  busy:
      'In each window of 100 ms, the tree has that part of the host\u2019s energy which its CPU ' +
          'time is of the CPU time during which the host was busy.',
  capacity:
      'The tree has that part of the host\u2019s energy which its CPU time is of the time of ' +
          'all CPUs: what was idle is nobody\u2019s.',
  marginal: 'The power of the idle host is taken off first; of the rest, the tree has the part ' +
                'which its CPU time is of the CPU time during which the host was busy.'
};

function attributionWords(method) {
  const words = attributions[method.policy] || `By policy ${printable(method.policy)}.`;
  if (!isKnown(method.idle_power_watts)) return words;
  return `${words} Idle, it drew ${wattsText(method.idle_power_watts)}.`;
}

function samplingWords(method, run) {
  const interval = `every ${secondsText(method.sampling_interval_seconds)}`;
  if (!run) return `A sample ${interval}.`;
  const cost = secondsText(run.sampler_cpu_seconds);
  return `${counted(run.samples, 'sample')}, ${interval}; this cost ${cost} of CPU time.`;
}

const errorWords =
    'Half the width of the 95 % interval. Of one run: how far perfect clocks might ' +
    'have been from the number. Of several: the scatter of their mean.';

function countersTable(domains) {
  const rows = domains.map(
      (domain) => [printable(domain.name), printable(domain.id),
                   domain.counted ? 'yes' : `no: ${printable(domain.reason || notKnown)}`]);
  return table('Energy counters', ['Name', 'Counter', 'Counted'], rows);
}

/** Of two saved reports, less is known than of a run. */
function methodSection(report, run) {
  const method = report.method;
  if (!method) return null;
  const rows = [['Energy', sourceWordsOf(method)], ['Attribution', attributionWords(method)]];
  if (isKnown(method.sampling_interval_seconds))
    rows.push(['Sampling', samplingWords(method, run)]);
  if (method.cpu_time_clocks) {
    const clocks = method.cpu_time_clocks.map(printable).join(', ');
    rows.push(['CPU time', `Followed by ${clocks}; the largest is the tree\u2019s.`]);
  }
  if (!method.model) rows.push(['\u00b1', errorWords]);
  const domains = method.domains || [];
  return section('Method', definitions('pairs', rows),
                 domains.length === 0 ? null
                                      : folded(`${counted(domains.length, 'energy counter')} found`,
                                               () => countersTable(domains)));
}

function hostSection(report) {
  const host = report.host;
  if (!host) return null;
  const or = (value, word = '') =>
      value === null || value === undefined ? notKnown : printable(value) + word;
  return section(
      'Host', definitions('pairs', [
        ['Name', or(host.hostname)],
        ['Processor', `${or(host.cpu_model)}${host.virtualized ? ', in a virtual machine' : ''}`],
        [
          'CPUs', `${or(host.logical_cpus)} logical, ${or(host.packages)} ${
                      host.packages === 1 ? 'package' : 'packages'}`
        ],
        ['Kernel', or(host.kernel)], ['Governor', or(host.governor)],
        ['Turbo', host.turbo === true    ? 'allowed'
                  : host.turbo === false ? 'off'
                                         : notKnown]
      ]));
}
