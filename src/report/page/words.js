// SPDX-License-Identifier: Apache-2.0
// Numbers and words as people read them: as many digits as mean something, marks of bounds and
// estimates, and names of processes that cannot turn or end a line.

const isKnown = (value) => typeof value === 'number' && Number.isFinite(value);
const notKnown = 'not known';

function decimalsFor(size, digits) {
  if (!size) return digits - 1;
  const exponent = Math.floor(Math.log10(Number(Math.abs(size).toPrecision(digits))));
  return Math.min(Math.max(0, digits - 1 - exponent), 15);
}

const withMinus = (text) => text.replace('-', '\u2212');
const fixed = (number, decimals) => withMinus(number.toFixed(decimals));
const significant = (number, digits) => fixed(number, decimalsFor(number, digits));
/** "1 run", "2 runs" */
const counted = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`;
/** As the user wrote it: "12", not "12.0000". */
const asWritten = (number) => withMinus(String(Number(number.toPrecision(6))));

/** In which unit an energy of this size is read. */
function energyUnit(joules) {
  const size = Math.abs(joules);
  if (size >= 1e5) return {symbol: 'kJ', size: 1e3};
  if (size < 0.1 && size > 0) return {symbol: 'mJ', size: 1e-3};
  return {symbol: 'J', size: 1};
}

/** `number` to the place of the second digit of `error`: 131.48 within 1.1 is "131.5". */
function toThePlaceOf(error, number) {
  if (number !== 0 && Math.abs(number) < error / 20) return significant(number, 2);
  if (error < 100) return fixed(number, decimalsFor(error, 2));
  const place = 10 ** (Math.floor(Math.log10(error)) - 1);
  return fixed(Math.round(number / place) * place, 0);
}

/** {number: "≥ 131.5", unit: "J", error: "± 1.1 J"}; error: '' where it is not known. */
function energyParts(joules, error, {atLeast = false, estimated = false} = {}) {
  const unit = energyUnit(joules);
  const value = joules / unit.size;
  const within = isKnown(error) && error > 0 && !estimated ? error / unit.size : null;
  const number =
      within !== null ? toThePlaceOf(within, value) : significant(value, estimated ? 2 : 4);
  return {
    number: (atLeast ? '\u2265\u00a0' : '') + number,
    unit: unit.symbol,
    error: within !== null ? `± ${toThePlaceOf(within, within)} ${unit.symbol}` : ''
  };
}

function energyText(joules, error, marks) {
  if (!isKnown(joules)) return notKnown;
  const parts = energyParts(joules, error, marks);
  return `${parts.number} ${parts.unit}${parts.error ? ` ${parts.error}` : ''}`;
}

/** "0.49 and 1.1 J": of an estimate. */
function rangeText(low, high, middle) {
  const unit = energyUnit(middle);
  return `${significant(low / unit.size, 2)} and ${significant(high / unit.size, 2)} ${
      unit.symbol}`;
}

const wattsText = (watts, estimated) =>
    isKnown(watts) ? `${significant(watts, estimated ? 2 : 3)} W` : notKnown;
const cpusText = (cpus) => fixed(cpus, Math.min(decimalsFor(cpus, 3), 2));
const secondsText = (time) =>
    isKnown(time) ? `${fixed(time, time > 0 ? Math.min(decimalsFor(time, 3), 3) : 3)} s` : notKnown;

function sizeText(bytes) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  for (; bytes >= 1024 && unit + 1 < units.length; ++unit) bytes /= 1024;
  return `${significant(bytes, 3)} ${units[unit]}`;
}

/** "+7.1 %", "−12.0 %" */
function changeText(ratio) {
  let percent = 100 * (ratio - 1);
  if (Math.abs(percent) < 0.05) percent = 0;
  if (percent >= 99999.5) return '> 1e5 %';
  return `${percent > 0 ? '+' : ''}${fixed(percent, Math.abs(percent) < 99.95 ? 1 : 0)} %`;
}
const changeWithin = (low, high) => `${changeText(low).replace(' %', '')} to ${changeText(high)}`;

const metrics = {
  energy_tree_joules: {label: 'Energy, process tree', brief: 'Energy', unit: 'J', isEnergy: true},
  energy_host_joules:
      {label: 'Energy, host', brief: 'Energy of the host', unit: 'J', isEnergy: true},
  power_tree_mean_watts: {label: 'Mean power, process tree', brief: 'Mean power', unit: 'W'},
  power_host_mean_watts: {label: 'Mean power, host', brief: 'Power of the host', unit: 'W'},
  wall_seconds: {label: 'Wall time', brief: 'Time', unit: 's', isTime: true},
  energy_scope_joules:
      {label: 'Energy, in scope', brief: 'Energy in scope', unit: 'J', isEnergy: true},
  power_scope_mean_watts: {label: 'Mean power, in scope', brief: 'Power in scope', unit: 'W'},
  wall_scope_seconds: {label: 'Time, in scope', brief: 'Time in scope', unit: 's', isTime: true},
  energy_each_joules:
      {label: 'Energy, each unit of work', brief: 'Energy, each unit', unit: 'J', isEnergy: true}
};
/** What gates and comparisons speak of: undefined, "host", "of:NAME", "phase:NAME". */
const isPart = (scope) => Boolean(scope) && scope !== 'host';
const scopeWords = (scope) =>
    scope === 'host' ? 'the host'
                     : printable(scope.replace(/^of:/, '').replace(/^phase:/, 'phase '));
/** [energy, power, time] of the scope. */
const metricsIn = (scope) =>
    isPart(scope)      ? ['energy_scope_joules', 'power_scope_mean_watts', 'wall_scope_seconds']
    : scope === 'host' ? ['energy_host_joules', 'power_host_mean_watts', 'wall_seconds']
                       : ['energy_tree_joules', 'power_tree_mean_watts', 'wall_seconds'];

const aboutMetric = (key) => metrics[key] || {label: key, brief: key, unit: ''};

/** Formats the numbers of one metric alike, in one unit, so that they can be compared. */
function metricFormat(key, typical, estimated) {
  const metric = aboutMetric(key);
  const unit = metric.isEnergy ? energyUnit(typical) : {symbol: metric.unit, size: 1};
  // Times are measured whatever stands in for a sensor.
  const decimals =
      Math.min(decimalsFor(typical / unit.size, estimated && !metric.isTime ? 2 : 4), 4);
  const number = (value) => isKnown(value) ? fixed(value / unit.size, decimals) : notKnown;
  return {
    unit: unit.symbol,
    size: unit.size,
    number,
    text: (value) => isKnown(value) ? `${number(value)} ${unit.symbol}` : notKnown,
    span: (low, high) => `${number(low)} to ${number(high)} ${unit.symbol}`
  };
}

/** Characters that end a line, turn its direction or are not seen, written out. */
function printable(text) {
  return String(text).replace(
      /[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, (letter) => {
        const code = letter.charCodeAt(0);
        if (letter === '\n') return '\\n';
        if (letter === '\t') return '\\t';
        return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}`
                            : `\\u${code.toString(16).padStart(4, '0')}`;
      });
}

/** The words of a command as a shell would take them. */
function quoted(words) {
  return words
      .map((word) => {
        if (/^[\w%+,\-./:=@^]+$/.test(word)) return word;
        const shown = printable(word);
        if (shown === word) return `'${word.replaceAll('\'', '\'\\\'\'')}'`;
        return `$'${printable(word.replaceAll('\\', '\\\\').replaceAll('\'', '\\\''))}'`;
      })
      .join(' ');
}

/** Where a picture's axis has its numbers: at 1, 2 or 5 times a power of ten. */
function niceTicks(low, high, wanted) {
  const rough = (high - low) / Math.max(1, wanted);
  if (!(rough > 0)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999);
  const ticks = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; ++i)
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}
