// SPDX-License-Identifier: Apache-2.0
// Repeated runs in the order of time, so that drift is seen; and their statistics.

const letterOf = (number) => String.fromCharCode(65 + number % 26);
const classOf = (number, commands) => commands.length > 1 && number === 0 ? 'a' : '';

/** All runs by their places in time. Those of a pair stand above one another. */
function placedRuns(commands, isBlocked) {
  const placed = commands.flatMap((command, number) => command.runs.map(
                                      (run) => ({run, command: number, place: run.index + 1})));
  if (isBlocked) {
    placed.sort((one, other) => one.command - other.command || one.run.index - other.run.index);
    placed.forEach((one, i) => { one.place = i + 1; });
  }
  return placed;
}

/** The gates that are lines of this metric. That of a regression is one of its ratio. */
const limitsOf = (gates, metric) =>
    gates.filter((gate) => gate.metric === metric && gate.kind !== 'regression');

function nameOfCommand(commands, number) {
  const name = printable(commands[number].name);
  return commands.length > 1 ? `${letterOf(number)} ${name}` : name;
}

/** The colour of a command: the first one is the reference. */
function swatchOf(number, commands) {
  if (commands.length === 1) return '';
  return number === 0 ? 'other' : 'tree';
}

function runsChart({commands, metric, gates, isBlocked, marks}) {
  const placed = placedRuns(commands, isBlocked).filter(({run}) => isKnown(run[metric]));
  if (placed.length === 0) return null;
  const summaries = commands.map((command) => command.summary && command.summary[metric]);
  const limits = limitsOf(gates, metric);
  const format = metricFormat(metric, summaries[0] ? summaries[0].mean : placed[0].run[metric],
                              marks.estimated);
  const means = summaries.filter((summary) => summary && isKnown(summary.mean))
                    .map((summary) => summary.mean);
  const range = rangeWith([...placed.map(({run}) => run[metric]), ...means],
                          limits.map((gate) => gate.limit));
  const last = Math.max(...placed.map((one) => one.place));
  const about = aboutMetric(metric);
  const meanOf = (summary, number) => {
    if (!summary) return [];
    const interval =
        isKnown(summary.ci_low) ? `, ${format.span(summary.ci_low, summary.ci_high)}` : '';
    const name = commands.length === 1 ? 'mean' : nameOfCommand(commands, number);
    return [[swatchOf(number, commands), name, format.text(summary.mean) + interval]];
  };
  const draw = (width) => {
    const plane = new Plane(width, 170, {left: 58, top: 12});
    plane.ranges([0.4, last + 0.6], [Math.max(range[0], 0), range[1]]);
    plane.yAxis(niceTicks(...plane.yRange, 5),
                (tick) => withMinus(String(Number((tick / format.size).toPrecision(6)))));
    summaries.forEach((summary, number) => {
      if (!summary) return;
      const kind = classOf(number, commands);
      const inside = (value) => Math.min(Math.max(plane.y(value), plane.top), plane.bottom);
      if (isKnown(summary.ci_low) && isKnown(summary.ci_high))
        plane.add('rect', {
          class: `band ${kind}`,
          x: plane.left,
          width: plane.right - plane.left,
          y: inside(summary.ci_high),
          height: inside(summary.ci_low) - inside(summary.ci_high)
        });
      plane.line(`mean ${kind}`, plane.left, plane.y(summary.mean), plane.right,
                 plane.y(summary.mean));
    });
    for (const gate of limits)
      plane.level('limit', 'fail', gate.limit, `limit ${asWritten(gate.limit)} ${about.unit}`);
    const size = last > 60 ? 2.5 : last > 25 ? 3.5 : 4.5;
    for (const {run, command, place} of placed) {
      const [x, y] = [plane.x(place), plane.y(run[metric])];
      // Of three commands, two would have one colour: their letters tell them apart.
      if (commands.length > 2)
        plane.text(command > 0 ? 'tree' : 'rest', x, y + 4, 'middle', letterOf(command));
      else
        plane.add('circle', {class: `dot ${classOf(command, commands)}`, cx: x, cy: y, r: size});
    }
    plane.countAxis(last, 'run');
    const ring = plane.add('circle', {class: 'ring', r: size + 3, visibility: 'hidden'});
    const spot = ({run, place}) => [plane.x(place), plane.y(run[metric])];
    return {
      svg: plane.svg,
      count: placed.length,
      nearest: (x, y) => {
        const distance = (one) => Math.hypot(spot(one)[0] - x, (spot(one)[1] - y) / 4);
        return placed.reduce((best, one, i) => distance(one) < distance(placed[best]) ? i : best,
                             0);
      },
      show: (i) => {
        ring.setAttribute('visibility', i === null ? 'hidden' : 'visible');
        if (i === null) return summaries.flatMap(meanOf);
        const {run, command} = placed[i];
        const [x, y] = spot(placed[i]);
        ring.setAttribute('cx', x);
        ring.setAttribute('cy', y);
        const error = run[metric.replace(/_joules$/, '_uncertainty_joules')];
        const bound = {...marks, atLeast: isLowerBound(run, metric)};
        const name = commands.length > 1 ? `${nameOfCommand(commands, command)}, ` : '';
        return [[
          swatchOf(command, commands), `${name}run ${run.index + 1}`,
          about.isEnergy ? energyText(run[metric], error, bound) : format.text(run[metric])
        ]];
      }
    };
  };
  return element('div', '', element('h3', '', about.label),
                 picture({label: `${about.label} of each run, in the order of time`, draw}));
}

/** Whether the truth may be above the number. */
function isLowerBound(run, metric) {
  const ofTree = run.energy_tree_is_lower_bound ?? run.energy_is_lower_bound;
  if (metric === 'energy_tree_joules' || metric === 'power_tree_mean_watts') return Boolean(ofTree);
  if (aboutMetric(metric).isTime) return false;
  if (metric.includes('_scope_')) return Boolean(run.energy_scope_is_lower_bound);
  return metric !== 'energy_each_joules' && Boolean(run.energy_is_lower_bound);
}

function runTable(commands, marks) {
  const keys = Object.keys(metrics).filter(
      (key) => commands.some((command) => command.runs.some((run) => key in run)));
  const formats = keys.map(
      (key) => metricFormat(key, commands[0].runs.map((run) => run[key]).find(isKnown) || 1,
                            marks.estimated));
  const cell = (run, key, i) => {
    const bound = isLowerBound(run, key) && isKnown(run[key]) ? '\u2265 ' : '';
    return numeric(bound + formats[i].text(run[key]));
  };
  const rows = placedRuns(commands, false).map(({run, command}) => {
    const name = `${commands.length > 1 ? `${letterOf(command)} ` : ''}${run.index + 1}`;
    return [name, ...keys.map((key, i) => cell(run, key, i)), exitWords(run)];
  });
  return table('Each run', ['Run', ...keys.map((key) => aboutMetric(key).label), 'Exit'], rows);
}

function statisticsTable(command, marks) {
  const heads = ['Metric', 'Mean', '95 % interval', 'Std dev', 'Min', 'Median', 'Max', 'Runs'];
  const rows = Object.entries(command.summary || {}).map(([key, one]) => {
    const format = metricFormat(key, one.mean, marks.estimated);
    const worth = one.effective_n < one.n ? `, worth ${significant(one.effective_n, 2)}` : '';
    return [
      aboutMetric(key).label, numeric(format.text(one.mean)),
      numeric(isKnown(one.ci_low) && format.span(one.ci_low, one.ci_high)),
      ...[one.stddev, one.min, one.median, one.max].map(
          (value) => numeric(isKnown(value) && format.number(value))),
      numeric(one.n + worth)
    ];
  });
  return table('Statistics', heads, rows);
}

const dotWords = 'Each dot is a run; the line is the mean, the band its 95 % interval.';
const scatterWords = `${dotWords} The band is the scatter of the runs: the error of the model is ` +
                     'the same in all of them, and much larger.';

function runsSection(report, marks) {
  const commands = report.commands;
  if (!commands.some((command) => command.runs.length > 1)) return null;
  const isBlocked = Boolean(report.plan && report.plan.order === 'blocked');
  const wanted = metricsIn(report.scope);
  for (const gate of report.gates)
    if (limitsOf([gate], gate.metric).length > 0 && metrics[gate.metric] &&
        !wanted.includes(gate.metric))
      wanted.push(gate.metric);
  const made = section(['Runs, in the order of time', marks.tag()],
                       element('p', 'note', marks.estimated ? scatterWords : dotWords));
  for (const metric of wanted) {
    const chart = runsChart({commands, metric, gates: report.gates, isBlocked, marks});
    if (chart) made.append(chart);
  }
  made.append(folded('Each run as a table', () => runTable(commands, marks)));
  commands.forEach((command, number) => {
    if (!command.summary) return;
    made.append(element('h3', '',
                        commands.length > 1 ? `Statistics of ${nameOfCommand(commands, number)}`
                                            : 'Statistics'),
                statisticsTable(command, marks));
  });
  return made;
}
