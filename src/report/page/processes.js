// SPDX-License-Identifier: Apache-2.0
// The tree's programs, and its processes on a time line.

/** Lanes of processes that do not overlap, as few as will do. Processes come by their starts. */
function lanesOf(processes, end) {
  const freeAt = []; // of each lane
  return processes.map((process) => {
    let lane = freeAt.findIndex((time) => time <= process.start_seconds);
    if (lane < 0) lane = freeAt.length;
    freeAt[lane] = process.end_seconds ?? end;
    return lane;
  });
}

const wordsOf = (process) =>
    process.argv && process.argv.length > 0 ? quoted(process.argv) : printable(process.command);
const cutTo = (text, length) =>
    text.length > length ? `${text.slice(0, Math.max(length - 1, 0))}\u2026` : text;

const endOf = (process) =>
    isKnown(process.end_seconds) ? secondsText(process.end_seconds) : 'the end: still runs';

/** How busy it was while it lived: of one CPU, at most 1. */
function busyPart(process, end) {
  const life = (process.end_seconds ?? end) - process.start_seconds;
  return life > 0 ? Math.min(process.cpu_seconds / life, 1) : 1;
}

/** Of the colour behind a name. */
function shadeOf(busy) {
  if (busy > 0.75) return 'full';
  return busy > 0.35 ? 'middling' : 'pale';
}

function timeline(run, processes, marks) {
  const end = Math.max(run.wall_seconds, ...processes.map((process) => process.end_seconds ?? 0));
  const lanes = lanesOf(processes, end);
  const count = Math.max(...lanes) + 1;
  const pitch = Math.min(22, Math.max(420 / count, Math.min(2, 900 / count)));
  const draw = (width) => {
    const plane = new Plane(width, Math.ceil(count * pitch) + 32, {top: 4, bottom: 28});
    plane.ranges([0, end], [0, 1]);
    const gap = pitch > 6 ? 2 : pitch > 2.5 ? 0.5 : 0;
    const place = (i) => {
      const x = plane.x(processes[i].start_seconds);
      return {
        x,
        y: plane.top + lanes[i] * pitch,
        height: Math.max(pitch - gap, 0.5),
        width: Math.max(plane.x(processes[i].end_seconds ?? end) - x, 0.75)
      };
    };
    processes.forEach((process, i) => {
      const box = place(i);
      const busy = busyPart(process, end);
      plane.add('rect',
                {class: 'process', ...box, 'fill-opacity': (0.22 + 0.78 * busy).toFixed(2)});
      const fits = Math.floor((box.width - 8) / 6.4);
      const name = printable(process.command);
      if (pitch >= 14 && fits >= Math.min(name.length, 4))
        plane.text(`inside ${shadeOf(busy)}`, box.x + 4, box.y + box.height / 2 + 3.5, 'start',
                   cutTo(name, fits));
    });
    plane.timeAxis();
    const chosen = plane.add('rect', {class: 'chosen', visibility: 'hidden'});
    const nearest = (x, y) => {
      const lane = Math.min(Math.max(Math.floor((y - plane.top) / pitch), 0), count - 1);
      const off = (i) => {
        const box = place(i);
        return Math.max(box.x - x, x - box.x - box.width, 0);
      };
      let best = null;
      lanes.forEach((other, i) => {
        if (other === lane && (best === null || off(i) < off(best))) best = i;
      });
      return best;
    };
    return {
      svg: plane.svg,
      count: processes.length,
      nearest,
      show: (i) => {
        chosen.setAttribute('visibility', i === null ? 'hidden' : 'visible');
        if (i === null)
          return [['tree', '', 'the stronger its colour, the busier was the process']];
        const process = processes[i];
        for (const [key, value] of Object.entries(place(i))) chosen.setAttribute(key, value);
        return [
          ['', printable(process.command), energyText(process.energy_joules, null, marks)],
          ['', 'pid', String(process.pid)], ['', 'CPU time', secondsText(process.cpu_seconds)],
          ['', 'from', `${secondsText(process.start_seconds)} to ${endOf(process)}`],
          ['', '', cutTo(wordsOf(process), 160)]
        ];
      }
    };
  };
  return picture({
    label: `Time line of ${processes.length === 1 ? '1 process' : `${processes.length} processes`}`,
    draw
  });
}

const firstRows = 20;

function processTable(processes, marks) {
  const heads = ['Process', 'pid', 'Parent', 'Start', 'End', 'CPU time', 'Energy'];
  const row = (process) => [cutTo(wordsOf(process), 300), numeric(String(process.pid)),
                            numeric(isKnown(process.parent_pid) && String(process.parent_pid)),
                            numeric(secondsText(process.start_seconds)), numeric(endOf(process)),
                            numeric(secondsText(process.cpu_seconds)),
                            numeric(energyText(process.energy_joules, null, marks))];
  const sorted =
      [...processes].sort((one, other) => (other.energy_joules || 0) - (one.energy_joules || 0));
  const made =
      element('div', '', table('Processes by energy', heads, sorted.slice(0, firstRows).map(row)));
  if (sorted.length > firstRows)
    made.append(
        folded(`The other ${sorted.length - firstRows}`,
               () => table('The other processes', heads, sorted.slice(firstRows).map(row))));
  return made;
}

function sourceWords(ledger) {
  if (!ledger) return '';
  if (ledger.complete) return 'Every process, by its perf records.';
  const source =
      ledger.source === 'perf' ? 'By perf records' : 'Processes that were met at a sample';
  return `${source}: ${printable(ledger.incomplete_reason || 'some may be missing')}.`;
}

function programSection(run, marks) {
  const programs = run.by_command;
  if (!Array.isArray(programs) || programs.length === 0) return null;
  const whole = programs.reduce((sum, one) => sum + (one.energy_joules || 0), 0);
  const heads = [
    'Program', 'Processes', 'CPU time', 'Energy', 'Of the tree',
    element('span', 'unseen', 'As a bar')
  ];
  const rows = programs.map((one) => {
    const part = isKnown(one.energy_joules) && whole > 0 ? one.energy_joules / whole : null;
    return [
      printable(one.command ?? one.note ?? notKnown),
      numeric(isKnown(one.processes) && String(one.processes)),
      numeric(secondsText(one.cpu_seconds)), numeric(energyText(one.energy_joules, null, marks)),
      numeric(part !== null && `${(100 * part).toFixed(1)} %`), part === null ? '' : bar(part)
    ];
  });
  return section(['Energy by program', marks.tag()], table('Energy by program', heads, rows),
                 element('p', 'note', sourceWords(run.ledger)));
}

function processSection(run, marks) {
  if (!Array.isArray(run.by_process) || run.by_process.length === 0) return null;
  const processes =
      [...run.by_process].sort((one, other) => one.start_seconds - other.start_seconds);
  const missing = run.ledger && run.ledger.processes_without_row;
  return section(
      ['Processes', marks.tag()], timeline(run, processes, marks),
      missing > 0
          ? element('p', 'note', `${missing} more have no row of their own: there were too many.`)
          : null,
      folded('As a table', () => processTable(processes, marks)));
}
