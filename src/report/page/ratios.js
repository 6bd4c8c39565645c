// SPDX-License-Identifier: Apache-2.0
// Commands compared, as pictures: the ratio of each metric with its interval, and each pair.

const logarithm = (ratio) => Math.log(Math.max(ratio, 1e-6));

/**
 * Every metric's ratio with its interval, on one logarithmic axis: there, the change of the energy
 *  is the sum of those of power and time.
 */
function ratioChart(group, limit) {
  const [energy, power, time] = metricsIn(group.scope);
  const order = [energy, power, time, ...Object.keys(metrics)];
  // Where a part of the runs is in scope, it stands alone.
  const isShown = ({metric}) => !isPart(group.scope) || /_scope_|_each_/.test(metric);
  const rows = group.rows.filter((row) => isShown(row) && isKnown(row.ratio) && row.ratio > 0)
                   .sort((one, other) => order.indexOf(one.metric) - order.indexOf(other.metric));
  if (rows.length === 0) return null;
  const sign = {[power]: '= ', [time]: '\u00d7 '};
  const ends = rows.flatMap((row) => [row.ratio, row.ratio_ci_low, row.ratio_ci_high].filter(
                                (value) => isKnown(value) && value > 0));
  ends.push(1 - 2 * minimumEffect, 1 + 2 * minimumEffect,
            ...(isKnown(limit) ? [1 + limit / 100] : []));
  const low = Math.max(Math.min(...ends), Math.min(...rows.map((row) => row.ratio)) / 4);
  const high = Math.min(Math.max(...ends), Math.max(1, ...rows.map((row) => row.ratio)) * 4);
  const words = (row) => changeText(row.ratio) + (intervalOf(row) && ` (${intervalOf(row)})`);
  const draw = (width) => {
    // Beside the picture where there is room, else above each row.
    const isWide = width > 640;
    const pitch = isWide ? 32 : 46;
    const sides = isWide ? {left: 160, right: 230} : {left: 12, right: 12};
    const plane = new Plane(width, rows.length * pitch + 34, {...sides, top: 6, bottom: 24});
    const span = Math.log(high / low);
    plane.ranges([Math.log(low) - span * 0.05, Math.log(high) + span * 0.05], [0, 1]);
    const x = (ratio) => Math.min(Math.max(plane.x(logarithm(ratio)), plane.left), plane.right);
    plane.add('rect', {
      class: 'effect',
      x: x(1 - minimumEffect),
      width: x(1 + minimumEffect) - x(1 - minimumEffect),
      y: plane.top,
      height: plane.bottom - plane.top
    });
    plane.line('zero', x(1), plane.top, x(1), plane.bottom);
    if (isKnown(limit)) {
      plane.line('limit', x(1 + limit / 100), plane.top, x(1 + limit / 100), plane.bottom);
      plane.text('fail', x(1 + limit / 100) + 5, plane.bottom - 4, 'start',
                 `limit +${asWritten(limit)} %`);
    }
    const ticks = niceTicks(100 * (low - 1), 100 * (high - 1),
                            Math.max(2, Math.floor((plane.right - plane.left) / 90)))
                      .filter((tick) => tick > -99);
    let free = 0; // on a logarithmic axis, even steps come ever closer
    for (const tick of ticks) {
      const at = x(1 + tick / 100);
      if (at < free) continue;
      plane.text('', at, plane.bottom + 17, 'middle',
                 `${tick > 0 ? '+' : ''}${withMinus(String(tick))} %`);
      free = at + 60;
    }
    rows.forEach((row, i) => {
      const y = plane.top + i * pitch;
      const kind = [energy, power, time].includes(row.metric) ? '' : 'a';
      const middle = y + (isWide ? pitch / 2 : 29);
      const beside = isWide ? middle + 4 : y + 15;
      if (isKnown(row.ratio_ci_low))
        plane.line(`whisker ${kind}`, x(row.ratio_ci_low), middle, x(row.ratio_ci_high), middle);
      plane.add('circle', {class: `dot ${kind}`, cx: x(row.ratio), cy: middle, r: 5});
      const text = i === 0 ? 'strong' : '';
      plane.text(text, isWide ? 0 : plane.left, beside, 'start',
                 (sign[row.metric] || '') + aboutMetric(row.metric).brief);
      plane.text(text, isWide ? width : plane.right, beside, 'end', words(row));
    });
    const rowAt = (y) =>
        Math.min(Math.max(Math.floor((y - plane.top) / pitch), 0), rows.length - 1);
    return {
      svg: plane.svg,
      count: rows.length,
      nearest: (_, y) => rowAt(y),
      show: (i) => {
        if (i === null)
          return [['', '', 'the grey band around no change is the least that counts, 1 %']];
        return [
          ['', aboutMetric(rows[i].metric).brief, words(rows[i])], ['', '', verdictOf(rows[i])]
        ];
      }
    };
  };
  return picture({label: 'Change of each metric, with its interval', draw});
}

function pairsChart(group, report) {
  if (group.number === null || !report.commands[group.number]) return null;
  const [key] = metricsIn(group.scope);
  const others = new Map(report.commands[0].runs.map((run) => [run.index, run[key]]));
  const pairs =
      report.commands[group.number]
          .runs.map((run) => ({place: run.index + 1, ratio: run[key] / others.get(run.index)}))
          .filter(({ratio}) => isKnown(ratio) && ratio > 0);
  if (pairs.length < 2) return null;
  const row = energyOf(group);
  const range = rangeWith(pairs.map(({ratio}) => logarithm(ratio)),
                          [1 - 2 * minimumEffect, 1 + 2 * minimumEffect].map(logarithm));
  const draw = (width) => {
    const plane = new Plane(width, 190, {left: 58, top: 12});
    plane.ranges([0.4, pairs.at(-1).place + 0.6], range);
    const y = (ratio) => Math.min(Math.max(plane.y(logarithm(ratio)), plane.top), plane.bottom);
    const block = (className, from, to) => plane.add('rect', {
      class: className,
      x: plane.left,
      width: plane.right - plane.left,
      y: y(to),
      height: y(from) - y(to)
    });
    for (const tick of niceTicks(...range.map((end) => 100 * (Math.exp(end) - 1)), 4)
             .filter((one) => one > -99)) {
      plane.line('grid', plane.left, y(1 + tick / 100), plane.right, y(1 + tick / 100));
      plane.text('', plane.left - 7, y(1 + tick / 100) + 4, 'end',
                 `${tick > 0 ? '+' : ''}${withMinus(String(tick))} %`);
    }
    block('effect', 1 - minimumEffect, 1 + minimumEffect);
    plane.level('zero', '', 0, 'no change');
    if (isKnown(row.ratio_ci_low)) block('band', row.ratio_ci_low, row.ratio_ci_high);
    if (isKnown(row.ratio)) plane.line('mean', plane.left, y(row.ratio), plane.right, y(row.ratio));
    for (const {place, ratio} of pairs)
      plane.add('circle',
                {class: 'dot', cx: plane.x(place), cy: y(ratio), r: pairs.length > 40 ? 3 : 4.5});
    plane.countAxis(pairs.at(-1).place, 'pair');
    const ring = plane.add('circle', {class: 'ring', r: 7.5, visibility: 'hidden'});
    return {
      svg: plane.svg,
      count: pairs.length,
      nearest: (x) => pairs.reduce(
          (best, {place}, i) =>
              Math.abs(plane.x(place) - x) < Math.abs(plane.x(pairs[best].place) - x) ? i : best,
          0),
      show: (i) => {
        ring.setAttribute('visibility', i === null ? 'hidden' : 'visible');
        if (i === null)
          return [['', 'each dot', 'a pair'], ['', 'line and band', 'mean and its interval']];
        ring.setAttribute('cx', plane.x(pairs[i].place));
        ring.setAttribute('cy', y(pairs[i].ratio));
        return [['', `pair ${pairs[i].place}`, changeText(pairs[i].ratio)]];
      }
    };
  };
  return element(
      'div', '', element('h3', '', 'Energy of each pair, in the order of time'), picture({
        label: 'Change of the energy in each pair',
        draw,
        table: () =>
            table('Pairs', ['Pair', 'Change of the energy'],
                  pairs.map(({place, ratio}) => [String(place), numeric(changeText(ratio))]))
      }));
}
