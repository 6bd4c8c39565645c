// SPDX-License-Identifier: Apache-2.0
// Reads the report in the page, or one that is dropped on it. Nothing leaves the page.

class Refusal extends Error {}

/** The document in a file of joules -j; of -a, which has one document a line, the last one. */
function documentIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.trim().split('\n').at(-1));
    } catch {
      throw new Refusal('It is no JSON document.');
    }
  }
}

/**
 * The report in a document, with all that may be left out; else a sentence that says what it is.
 */
function reportIn(document) {
  const is = (key) => document !== null && typeof document === 'object' && key in document;
  if (is('recording_version'))
    throw new Refusal(
        'It is a recording. joules --replay FILE --export html=PAGE makes a page of it.');
  if (!is('schema_version')) throw new Refusal('It is no report of joules.');
  if (document.schema_version !== 1)
    throw new Refusal(`It is a report of schema ${
        printable(document.schema_version)}, which a newer joules wrote.`);
  if (is('totals')) throw new Refusal('It is a sum of --merge; this page shows reports of runs.');
  if (is('sensors'))
    throw new Refusal('It is a report of --doctor; this page shows reports of runs.');
  if (!is('commands') && !(is('comparisons') && is('reference')))
    throw new Refusal('It is no report of runs.');
  return {
    ...document,
    commands: document.commands || [],
    comparisons: document.comparisons || [],
    gates: document.gates || [],
    warnings: document.warnings || []
  };
}

let shown = null;

function show(document) {
  const report = reportIn(document);
  const rendered = renderedReport(report);
  const main = globalThis.document.getElementById('report');
  main.replaceChildren(...rendered);
  shown = document;
  globalThis.document.getElementById('save').hidden = false;
  globalThis.document.title = `joules: ${titleOf(report)}`;
  const tool = report.tool || {};
  globalThis.document.getElementById('made-by').textContent = `Made by joules ${
      printable(
          tool.version ||
          '')}, report schema 1. This page holds its report, loads nothing and sends nothing.`;
}

function invite() {
  const code = (text) => element('code', '', text);
  document.getElementById('report').replaceChildren(
      element('h1', '', 'joules'),
      element('div', 'drop',
              element('p', '', 'Drop a report of ', code('joules -j'),
                      ' on this page, or open it below.'),
              element('p', 'note',
                      'It stays on this machine: the page loads nothing and sends nothing.')));
}

async function openFile(file) {
  const refused = document.getElementById('refused');
  refused.textContent = '';
  try {
    show(documentIn(await file.text()));
    scrollTo(0, 0);
  } catch (error) {
    // A document that names itself a report, and is none, fails in some section.
    refused.textContent = `${printable(file.name)} cannot be shown. ${
        error instanceof Refusal ? error.message : 'It lacks what a report has.'}`;
    refused.scrollIntoView({block: 'nearest'});
  }
}

function saveReport() {
  const link = element('a', '');
  link.href = URL.createObjectURL(
      new Blob([`${JSON.stringify(shown, null, 2)}\n`], {type: 'application/json'}));
  link.download = 'joules.json';
  link.click();
  URL.revokeObjectURL(link.href);
}

function start() {
  const input = document.getElementById('file');
  input.addEventListener('change', () => input.files.length > 0 && openFile(input.files[0]));
  document.getElementById('save').addEventListener('click', saveReport);
  const over = (event) => {
    event.preventDefault();
    document.body.classList.toggle('over', event.type === 'dragover');
    if (event.type === 'drop' && event.dataTransfer.files.length > 0)
      openFile(event.dataTransfer.files[0]);
  };
  for (const type of ['dragover', 'dragleave', 'drop']) document.addEventListener(type, over);
  const data = document.getElementById('data').textContent.trim();
  if (data === '')
    invite();
  else
    show(documentIn(data));
}

start();
