// SPDX-License-Identifier: Apache-2.0
// Parts of a run: the phases that the command has marked, its work, and subjects beside the tree.

const shareText = (part, whole) =>
    isKnown(part) && whole > 0 ? `${significant(100 * part / whole, 3)} %` : '';

function phaseSection(run, marks) {
  if (!Array.isArray(run.phases) || run.phases.length === 0) return null;
  const heads = ['Phase', 'Energy of the tree', 'Of the tree', 'Time', 'CPU time', 'Began'];
  const row =
      (one) => [printable(one.name) + (one.unended ? ' (did not end)' : ''),
                numeric(energyText(one.energy_tree_joules, one.energy_tree_uncertainty_joules,
                                   {...marks, atLeast: one.energy_tree_is_lower_bound})),
                numeric(shareText(one.energy_tree_joules, run.energy_tree_joules)),
                numeric(secondsText(one.wall_seconds)), numeric(secondsText(one.tree_cpu_seconds)),
                numeric(counted(one.times, 'time'))];
  const rest = [
    'in no phase',
    numeric(energyText(run.energy_phases_rest_joules, run.energy_phases_rest_uncertainty_joules,
                       marks)),
    numeric(shareText(run.energy_phases_rest_joules, run.energy_tree_joules)), '', '', ''
  ];
  return section(['Energy by phase', marks.tag()],
                 table('Energy by phase', heads, [...run.phases.map(row), rest]));
}

function workSection(run, marks) {
  if (!Array.isArray(run.work) || run.work.length === 0) return null;
  const row =
      (one) => [`${asWritten(one.amount)} ${printable(one.unit || '')}`.trim(),
                printable(one.phase || ''),
                numeric(energyText(one.energy_each_joules, one.energy_each_uncertainty_joules,
                                   {...marks, atLeast: one.energy_each_is_lower_bound}))];
  return section(['Energy of one unit of work', marks.tag()],
                 table('Energy of one unit of work', ['Work', 'In phase', 'Energy of each'],
                       run.work.map(row)));
}

function subjectSection(run, marks) {
  if (!Array.isArray(run.subjects) || run.subjects.length === 0) return null;
  const heads = ['Subject', 'What it is', 'Energy', 'Of the host', 'CPU time'];
  const row = (one) => [printable(one.name), printable(one.found),
                        numeric(energyText(one.energy_joules, one.energy_uncertainty_joules,
                                           {...marks, atLeast: one.energy_is_lower_bound})),
                        numeric(shareText(one.energy_joules, run.energy_host_joules)),
                        numeric(secondsText(one.cpu_seconds))];
  const rest = [
    `the rest of the host${run.energy_rest_is_upper_bound ? ', or less' : ''}`, '',
    numeric(energyText(run.energy_rest_joules, null, marks)),
    numeric(shareText(run.energy_rest_joules, run.energy_host_joules)), ''
  ];
  return section(['Subjects beside the tree', marks.tag()],
                 table('Subjects beside the tree', heads, [...run.subjects.map(row), rest]));
}
