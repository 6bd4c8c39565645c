// SPDX-License-Identifier: Apache-2.0
// What changed during one run: power of tree and host, CPUs busy, and each domain.

/** Where the stretch that holds this time is; each begins where the one before it ends. */
function stretchAt(until, time) {
  let low = 0;
  let high = until.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (until[middle] < time)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/** The outline of an area of mean values, which are constant over each stretch. */
function steps(plane, until, values) {
  let path = `M${plane.x(0)},${plane.y(0)}`;
  let from = 0;
  values.forEach((value, i) => {
    path += `L${plane.x(from).toFixed(2)},${plane.y(value).toFixed(2)}L${
        plane.x(until[i]).toFixed(2)},${plane.y(value).toFixed(2)}`;
    from = until[i];
  });
  return `${path}L${plane.x(from)},${plane.y(0)}Z`;
}

function meanOver(until, values) {
  let sum = 0;
  let from = 0;
  values.forEach((value, i) => {
    sum += value * (until[i] - from);
    from = until[i];
  });
  return from > 0 ? sum / from : values[0];
}

const isSeries = (values, until) => Array.isArray(values) && values.length === until.length &&
                                    values.length > 0 && values.every(isKnown);

/** The tree within the whole, over the time of a run. */
function withinChart({label, until, end, tree, whole, format, capacity}) {
  const names = {tree: 'process tree', whole: 'host', rest: 'rest of the host'};
  const values = (i) => [...(tree ? [['tree', names.tree, format(tree[i])]] : []),
                         ['rest', names.whole, format(whole[i])]];
  const draw = (width) => {
    const plane = new Plane(width, Math.round(Math.min(230, 130 + width / 8)));
    const top = Math.max(...whole, capacity || 0) * 1.06 || 1;
    plane.ranges([0, end], [0, top]);
    plane.yAxis(niceTicks(0, top, 4), (tick) => withMinus(String(tick)));
    plane.add('path', {class: 'area-rest', d: steps(plane, until, whole)});
    if (tree) plane.add('path', {class: 'area-tree', d: steps(plane, until, tree)});
    if (capacity)
      plane.line('capacity', plane.left, plane.y(capacity), plane.right, plane.y(capacity));
    plane.timeAxis();
    const cursor = plane.line('cursor', 0, plane.top, 0, plane.bottom);
    cursor.setAttribute('visibility', 'hidden');
    return {
      svg: plane.svg,
      count: until.length,
      nearest: (x) => stretchAt(until, (x - plane.left) / (plane.right - plane.left) * end),
      show: (i) => {
        cursor.setAttribute('visibility', i === null ? 'hidden' : 'visible');
        if (i === null)
          return [
            ...(tree ? [['tree', names.tree, `${format(meanOver(until, tree))} mean`]] : []),
            ['rest', names.whole, `${format(meanOver(until, whole))} mean`],
            ...(capacity ? [['', '', counted(capacity, 'logical CPU')]] : [])
          ];
        const from = i > 0 ? until[i - 1] : 0;
        const x = plane.x((from + until[i]) / 2);
        cursor.setAttribute('x1', x);
        cursor.setAttribute('x2', x);
        return [...values(i), ['', '', `${secondsText(from)} to ${secondsText(until[i])}`]];
      }
    };
  };
  const rows = () => table(
      label, ['until', ...(tree ? [names.tree] : []), names.whole],
      until.map(
          (time,
           i) => [numeric(secondsText(time)), ...values(i).map(([, , text]) => numeric(text))]));
  return picture({label, draw, table: rows});
}

function powerSection(run, marks) {
  const power = run.power_over_time;
  if (!power || !isSeries(power.host_watts, power.until_seconds)) return null;
  const until = power.until_seconds;
  return section(
      ['Power over time', marks.tag()], withinChart({
        label: `Power over time of the host and, within it, of the process tree${marks.words}`,
        until,
        end: until.at(-1),
        tree: isSeries(power.tree_watts, until) ? power.tree_watts : null,
        whole: power.host_watts,
        format: (watts) => wattsText(watts, marks.estimated)
      }));
}

function cpuSection(run, host) {
  const power = run.power_over_time;
  if (!power || !isSeries(power.busy_cpus, power.until_seconds)) return null;
  const until = power.until_seconds;
  const most = Math.max(...power.busy_cpus);
  const cpus = host && host.logical_cpus;
  return section('CPUs busy over time', withinChart({
                   label: 'CPUs busy over time on the host and, of these, by the process tree',
                   until,
                   end: until.at(-1),
                   tree: isSeries(power.tree_cpus, until) ? power.tree_cpus : null,
                   whole: power.busy_cpus,
                   format: (number) => `${cpusText(number)} CPUs`,
                   capacity: isKnown(cpus) && most > cpus / 3 ? cpus : null
                 }));
}

/** A domain's power as a small picture, to the scale that all of them share. */
function spark(until, values, most) {
  const plane = new Plane(200, 24, {left: 0, right: 0, top: 1, bottom: 0});
  plane.ranges([0, until.at(-1)], [0, most]);
  plane.svg.setAttribute('class', 'spark');
  plane.svg.setAttribute('preserveAspectRatio', 'none');
  plane.svg.setAttribute('aria-hidden', 'true');
  plane.add('path', {class: 'area-rest', d: steps(plane, until, values)});
  const cell = element('div', '', plane.svg);
  cell.dataset.cell = 'wide';
  return cell;
}

const mostDomains = 12;

function domainSection(run, marks) {
  const energies = Object.entries(run.energy_domains_joules || {});
  if (energies.length < 2) return null;
  const power = run.power_over_time;
  const until = power ? power.until_seconds : [];
  const series = power && power.domains_watts ? power.domains_watts : {};
  const shown = Object.values(series).filter((values) => isSeries(values, until));
  const most = Math.max(...shown.map((values) => Math.max(...values)), 1e-9);
  // Where one is not known, the others are parts of an unknown whole.
  const whole = energies.every(([, joules]) => isKnown(joules))
                    ? energies.reduce((sum, [, joules]) => sum + joules, 0)
                    : null;
  const row = ([name, joules]) => {
    const power = isKnown(joules) && run.wall_seconds > 0 ? joules / run.wall_seconds : null;
    const cells = [
      printable(name), numeric(energyText(joules, null, marks)),
      numeric(whole > 0 && `${significant(100 * joules / whole, 3)} %`),
      numeric(wattsText(power, marks.estimated))
    ];
    if (shown.length > 0)
      cells.push(isSeries(series[name], until) ? spark(until, series[name], most) : notKnown);
    return cells;
  };
  const heads = [
    'Domain', 'Energy', 'Of the host', 'Mean power',
    ...(shown.length > 0 ? [`Over time, 0 to ${wattsText(most, marks.estimated)}`] : [])
  ];
  const sorted = [...energies].sort((one, other) => (other[1] || 0) - (one[1] || 0));
  const first = energies.length > mostDomains ? sorted.slice(0, mostDomains) : energies;
  return section(['Energy of the host by domain', marks.tag()],
                 table('Energy by domain', heads, first.map(row)),
                 energies.length > first.length
                     ? folded(`The other ${energies.length - first.length} domains`,
                              () => table('Energy of the other domains', heads,
                                          sorted.slice(mostDomains).map(row)))
                     : null);
}

function packageSection(run, marks) {
  if (!Array.isArray(run.packages) || run.packages.length === 0) return null;
  const heads = ['Package', 'Tree', 'Host', 'CPU time, tree', 'CPU time, busy'];
  const rows = run.packages.map(
      (one) => [String(one.package), numeric(energyText(one.energy_tree_joules, null, marks)),
                numeric(energyText(one.energy_host_joules, null, marks)),
                numeric(secondsText(one.tree_cpu_seconds)),
                numeric(secondsText(one.busy_cpu_seconds))]);
  return section(['By processor package', marks.tag()], table('By processor package', heads, rows));
}

function deviceSection(run) {
  if (!Array.isArray(run.devices) || run.devices.length === 0) return null;
  const heads = ['Card', 'Tree, by utilisation', 'Whole card', 'What was measured'];
  const rows = run.devices.map(
      (one) => [printable(one.name), numeric(energyText(one.energy_tree_joules, null)),
                numeric(energyText(one.energy_device_joules, null,
                                   {atLeast: one.energy_is_lower_bound})),
                printable(one.description)]);
  return section('Graphics cards, beside the host', table('Graphics cards', heads, rows));
}
