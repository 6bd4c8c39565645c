// SPDX-License-Identifier: Apache-2.0
// Commands compared: what was shown, in words and as a table.

const minimumEffect = 0.01; // below it, a change is called none

/**
 * The comparisons by candidate, in the order of the report: [{reference, candidate, saved, rows}].
 */
function comparedCandidates(report) {
  const groups = [];
  for (const row of report.comparisons) {
    const last = groups.at(-1);
    const isNext = !last || last.rows.some((other) => other.metric === row.metric);
    if (isNext)
      groups.push({
        reference: row.reference,
        candidate: row.candidate,
        saved: row.n_pairs === 0,
        scope: report.scope,
        rows: [row]
      });
    else
      last.rows.push(row);
  }
  groups.forEach((group, i) => { group.number = group.saved ? null : i + 1; });
  return groups;
}

const energyOf = (group) =>
    group.rows.find((row) => row.metric === metricsIn(group.scope)[0]) || group.rows[0];

function differenceOf(row) {
  const key = ['difference_joules', 'difference_watts', 'difference_seconds'].find(
      (name) => isKnown(row[name]));
  return key ? row[key] : null;
}

/** "+1.39 J": candidate minus reference. */
function differenceText(row, marks) {
  const difference = differenceOf(row);
  if (!isKnown(difference)) return notKnown;
  const what = aboutMetric(row.metric);
  const sign = difference > 0 ? '+' : '';
  if (what.isEnergy) return sign + energyText(difference, null, marks);
  const digits = marks.estimated && !what.isTime ? 2 : 4;
  return `${sign}${significant(difference, digits)} ${what.unit}`;
}

/**
 * {change, words}: what was shown, as the report in text says it; without change, in words alone.
 */
function findingOf(row, names, scope, marks) {
  const {reference, candidate} = names;
  // Of another scope than the tree: "the host uses less energy with B than with A".
  const user = scope ? scopeWords(scope) : candidate;
  const withCandidate = scope ? ` with ${candidate}` : '';
  const other = scope ? `with ${reference}` : reference;
  const how = marks.estimated ? ' (estimated)' : '';
  const amount = differenceText(row, marks).replace(/^[+\u2212]/, '');
  const change = isKnown(row.ratio) ? changeText(row.ratio) : differenceText(row, marks);
  if (!isKnown(row.ratio) && row.unavailable_reason)
    return {
      short: 'Not known',
      words: `${user}${withCandidate}: ${printable(row.unavailable_reason)}.`
    };
  if (row.is_lower_bound)
    return {
      short: 'Not known',
      words:
          `Part of the energy could not be read: whether ${user} uses more${withCandidate} than ` +
              `${other} is not known.`
    };
  if (row.verdict === 'lower' || row.verdict === 'higher') {
    const way = row.verdict === 'lower' ? 'less' : 'more';
    return {
      change,
      words: `${user} uses ${way} energy${withCandidate} than ${other}${how}: ${amount} a run.`
    };
  }
  if (row.verdict === 'equivalent')
    return {
      short: 'As much, within 1 %',
      words: `${user} uses as much energy${withCandidate} as ${other}${how}.`
    };
  if (isKnown(row.ratio_ci_low) && (row.ratio_ci_low > 1 || row.ratio_ci_high < 1))
    return {
      change,
      words: `${user}${withCandidate} differs from ${reference}${how}, perhaps by less than 1 %.`
    };
  return {
    short: 'No difference shown',
    words: `Between ${reference} and ${candidate}${how}; it does not mean that there is none.`
  };
}

function namesOf(group, report) {
  const name = (text, number) => number === null || report.commands.length < 2
                                     ? printable(text)
                                     : `${letterOf(number)} ${printable(text)}`;
  return {
    reference: group.saved && report.commands.length > 0 ? `the saved ${printable(group.reference)}`
                                                         : name(group.reference, 0),
    candidate: name(group.candidate, group.number)
  };
}

const intervalOf = (row) => isKnown(row.ratio_ci_low) && isKnown(row.ratio_ci_high)
                                ? changeWithin(row.ratio_ci_low, row.ratio_ci_high)
                                : '';

function intervalWords(row) {
  // Holm's are wider, so that all of them together hold in 95 %.
  const whose = (row.confidence_level ?? 0.95) > 0.95 ? 'Holm\'s ' : '';
  return intervalOf(row) && `${whose}95 % interval ${intervalOf(row)}`;
}

function orderWords(report, row) {
  if (row.n_pairs === 0)
    return isKnown(row.n_reference)
               ? `${counted(row.n_candidate, 'run')} against ${row.n_reference} saved ones`
               : '';
  const plan = report.plan || {};
  const order = {
    pairs: ' in random order',
    abba: ', forth and back',
    blocked: ', one command after the other: drift passes for a difference'
  };
  return counted(row.n_pairs, 'pair') + (order[plan.order] || '');
}

/** Both sides of a comparison; undefined: a saved report of which only the ratio is known. */
function sidesOf(group, report) {
  if (group.saved)
    return [
      report.reference,
      report.candidate || report.commands.find((command) => command.name === group.candidate)
    ];
  return [report.commands[0], report.commands[group.number]];
}

function comparisonTable(group, report, marks) {
  const sides = sidesOf(group, report);
  const heads =
      ['Metric', 'Reference', 'Candidate', 'Difference', 'Change', 'Interval', 'p', 'Result'];
  const row = (one) => {
    const means = sides.map((side) => {
      const summary = side && side.summary && side.summary[one.metric];
      return summary && metricFormat(one.metric, summary.mean, marks.estimated).text(summary.mean);
    });
    const p = one.p_value < 0.001 ? '< 0.001' : one.p_value?.toFixed(3);
    return [
      aboutMetric(one.metric).label, ...means.map(numeric), numeric(differenceText(one, marks)),
      numeric(isKnown(one.ratio) && changeText(one.ratio)), numeric(intervalOf(one)),
      numeric(isKnown(one.p_value) && p), verdictOf(one)
    ];
  };
  return table('Comparison', heads, group.rows.map(row));
}

const verdictOf = (row) => (row.verdict || '').replaceAll('_', ' ');
const productWords =
    'Energy is mean power times time, so that the change of the energy is made of these two.';

function comparisonSections(report, marks) {
  return comparedCandidates(report).map((group) => {
    const names = namesOf(group, report);
    const regression =
        report.gates.find((gate) => gate.kind === 'regression' &&
                                    (!gate.command || gate.command === group.candidate));
    return section([`${names.candidate} against ${names.reference}`, marks.tag()],
                   element('p', 'note', productWords),
                   ratioChart(group, regression ? regression.limit : null),
                   folded('As a table', () => comparisonTable(group, report, marks)),
                   pairsChart(group, report));
  });
}
