// SPDX-License-Identifier: Apache-2.0
// Elements, tables, and pictures that are read by pointer, by keyboard and as a table. Text enters
// the page as text alone, never as markup.

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function shape(name, attributes, text) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

/** `title` may be a list of text and elements. */
const section = (title, ...children) =>
    element('section', '', element('h2', '', ...[title].flat()), ...children);

function definitions(className, rows) {
  const list = element('dl', className);
  for (const [term, ...what] of rows)
    list.append(element('div', '', element('dt', '', term), element('dd', '', ...what)));
  return list;
}

/** A cell with a number, which is aligned with those above it. */
const numeric = (text) => ({number: text || '\u2013'});

/** A cell is text, an element, or numeric; the first column heads its row. */
function table(caption, heads, rows) {
  const isNumber = (cell) => cell !== null && typeof cell === 'object' && 'number' in cell;
  const head = element('tr', '');
  heads.forEach((name, column) => {
    const cell = element('th', rows.length > 0 && isNumber(rows[0][column]) ? 'number' : '', name);
    cell.scope = 'col';
    head.append(cell);
  });
  const body = element('tbody', '');
  for (const row of rows) {
    const line = element('tr', '');
    row.forEach((cell, column) => {
      const className = isNumber(cell)            ? 'number'
                        : cell instanceof Element ? cell.dataset.cell || ''
                                                  : 'words';
      const made =
          element(column === 0 ? 'th' : 'td', className, isNumber(cell) ? cell.number : cell);
      if (column === 0) made.scope = 'row';
      line.append(made);
    });
    body.append(line);
  }
  const scroll = element('div', 'scroll', element('table', '', element('thead', '', head), body));
  // What scrolls must be reached without a pointer, too.
  scroll.tabIndex = 0;
  scroll.setAttribute('role', 'group');
  scroll.setAttribute('aria-label', caption);
  return scroll;
}

/** A table that is made when it is opened: thousands of rows are not laid out for nobody. */
function folded(title, make) {
  const details = element('details', '', element('summary', '', title));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) details.append(make());
  });
  return details;
}

/** A bar in a table, whose number stands in a cell of its own. */
function bar(part) {
  const made = element('span', 'bar');
  made.style.width = `${100 * Math.min(Math.max(part, 0), 1)}%`;
  made.setAttribute('aria-hidden', 'true');
  const cell = element('div', '', made);
  cell.dataset.cell = 'wide';
  return cell;
}

/**
 * Draws a figure that can be read.
 *   label    what it is, for those who do not see it
 *   draw     (width) => {svg, count, nearest(x, y), show(index or null)}; show marks the place and
 *            returns what is read there, as a list of [swatch, name, value]
 *   table    () => the same as a table
 */
function picture({label, draw, table: make, note}) {
  const readout = element('p', 'readout');
  const frame = element('div', 'frame');
  const reader = element('input', 'reader');
  reader.type = 'range';
  reader.min = 0;
  reader.setAttribute('aria-label', `${label}: read values`);
  let drawing = null;
  let width = 0;
  const read = (index) => {
    const parts = drawing.show(index);
    readout.replaceChildren(...parts.map(
        ([swatch, name, value]) => element('span', '', swatch ? element('i', swatch) : null,
                                           name ? `${name} ` : '', element('b', '', value))));
    if (index !== null)
      reader.setAttribute('aria-valuetext',
                          parts.map(([, name, value]) => `${name} ${value}`.trim()).join(', '));
  };
  const redraw = () => {
    if (frame.clientWidth === width || frame.clientWidth === 0) return;
    width = frame.clientWidth;
    drawing = draw(width);
    drawing.svg.setAttribute('role', 'img');
    drawing.svg.setAttribute('aria-label', label);
    drawing.svg.classList.add('read');
    drawing.svg.addEventListener('pointermove', (event) => {
      const box = drawing.svg.getBoundingClientRect();
      const scale = width / box.width;
      read(drawing.nearest((event.clientX - box.left) * scale, (event.clientY - box.top) * scale));
    });
    drawing.svg.addEventListener('pointerleave', () => read(null));
    reader.max = Math.max(drawing.count - 1, 0);
    frame.replaceChildren(drawing.svg, reader);
    read(null);
  };
  reader.addEventListener('input', () => read(Number(reader.value)));
  reader.addEventListener('focus', () => read(Number(reader.value)));
  reader.addEventListener('blur', () => read(null));
  // Not at once: a new height inside the observer would be another change of size to observe.
  new ResizeObserver(() => requestAnimationFrame(redraw)).observe(frame);
  return element('figure', '', readout, frame, note ? element('figcaption', 'note', note) : null,
                 make ? folded('As a table', make) : null);
}

/**
 * What lies so far away that the values themselves would be squeezed into a line is left out of a
 *  range: [low, high] of the values and of those others that are near.
 */
function rangeWith(values, others) {
  let low = Math.min(...values), high = Math.max(...values);
  const span = high - low || Math.abs(high) * 0.02 || 1;
  for (const other of others)
    if (other > low - 3 * span && other < high + 3 * span)
      [low, high] = [Math.min(low, other), Math.max(high, other)];
  const margin = (high - low) * 0.12 || span;
  return [low - margin, high + margin];
}

/** The plane of a picture: where it is drawn, and its axes. */
class Plane {
  constructor(width, height, {left = 48, right = 10, top = 8, bottom = 24} = {}) {
    Object.assign(this, {width, height, left, top, right: width - right, bottom: height - bottom});
    this.svg = shape('svg', {viewBox: `0 0 ${width} ${height}`, width, height});
  }
  ranges(x, y) {
    const scale = (from, to, low, high) => (value) =>
        from + (to - from) * (value - low) / (high - low || 1);
    this.x = scale(this.left, this.right, ...x);
    this.y = scale(this.bottom, this.top, ...y);
    this.xRange = x;
    this.yRange = y;
  }
  add(name, attributes, text) {
    const made = shape(name, attributes, text);
    this.svg.append(made);
    return made;
  }
  line(className, x1, y1, x2, y2) { return this.add('line', {class: className, x1, y1, x2, y2}); }
  text(className, x, y, anchor, text) {
    return this.add('text', {class: className, x, y, 'text-anchor': anchor}, text);
  }
  /** A line through all runs, or a note at the edge beyond which it lies. */
  level(className, textClass, value, words) {
    const [low, high] = this.yRange;
    if (value > high)
      return this.text(textClass, this.right, this.top + 4, 'end', `\u2191 ${words}`);
    if (value < low)
      return this.text(textClass, this.right, this.bottom - 5, 'end', `\u2193 ${words}`);
    this.line(className, this.left, this.y(value), this.right, this.y(value));
    return words ? this.text(textClass, this.right, this.y(value) - 5, 'end', words) : null;
  }
  /** Runs and pairs have whole numbers. */
  countAxis(last, word) {
    const ticks = niceTicks(1, last, Math.max(2, Math.floor((this.right - this.left) / 90)));
    this.xAxis([...new Set([1, ...ticks])].filter(Number.isInteger),
               (tick) => tick === 1 ? `${word} 1` : String(tick));
  }
  xAxis(ticks, words) {
    for (const tick of ticks)
      this.text('', this.x(tick), this.bottom + 17,
                tick === ticks[0] && this.x(tick) < this.left + 10 ? 'start' : 'middle',
                words(tick));
  }
  yAxis(ticks, words) {
    for (const tick of ticks) {
      this.line('grid', this.left, this.y(tick), this.right, this.y(tick));
      this.text('', this.left - 7, this.y(tick) + 4, 'end', words(tick));
    }
  }
  /** Seconds, from the start of a run on. */
  timeAxis() {
    const ticks = niceTicks(...this.xRange, Math.max(2, Math.floor((this.right - this.left) / 90)));
    const last = ticks.at(-1);
    this.xAxis(ticks, (tick) => `${withMinus(String(tick))}${tick === last ? ' s' : ''}`);
  }
}
