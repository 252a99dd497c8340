// The pages of a built site, and which of them are the book.

import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './tools.mjs';

export const FRONT = 'index.html';
export const LEDGER = 'ledger.html';

const SIGMOID_DERIVATIVE = /chapter-sigmoid\.html#eq-sigmoid-derivative$/;

// What a reader may look for: a symbol, an equation by its number and by its name, a function and
// a chapter; and where each must lead.
export const SEARCHES = [
  { what: 'a symbol', type: 'learning rate', target: /notation\.html#/ },
  { what: 'an equation', type: '(3.16)', target: SIGMOID_DERIVATIVE },
  { what: 'an equation', type: 'sigmoid-derivative', target: SIGMOID_DERIVATIVE },
  { what: 'a function', type: 'sigmoid_derivative', target: /library-neuron-sigmoid\.html#/ },
  { what: 'a chapter', type: 'Chain rule', target: /chapter-chain-rule\.html$/ },
];

// Pages that a tool makes, one like the other: those of the code and of the library's reference.
const MADE = /^(source|library|class|concept)-/;

// What kind a made page is of: `library`, `class`, or for code `source` with the file's ending.
function kindOf(page) {
  const [kind] = page.split('-');
  return kind === 'source' ? `source ${/(\w+)\.html$/.exec(page)[1]}` : kind;
}

// The pages that somebody wrote, and the largest of each kind that a tool made.
export function oneOfEachKind(folder, pages) {
  const largest = new Map();
  for (const page of pages.filter((name) => MADE.test(name))) {
    const { size } = statSync(join(folder, page));
    if (size > (largest.get(kindOf(page))?.size ?? -1)) largest.set(kindOf(page), { page, size });
  }
  const chosen = new Set([...largest.values()].map(({ page }) => page));
  return pages.filter((name) => !MADE.test(name) || chosen.has(name));
}

// Every page below `folder`, but for those that come with MathJax.
export function pagesOf(folder) {
  return htmlFiles(folder).map((file) => relative(folder, file))
    .filter((name) => !name.startsWith('mathjax/')).sort();
}

function htmlFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return htmlFiles(path);
    return entry.name.endsWith('.html') ? [path] : [];
  });
}

// The chapters' pages in the order of the book, by the folders that they are written in.
export function chapterPages() {
  return readdirSync(join(ROOT, 'chapters')).filter((name) => /^\d\d-/.test(name)).sort()
    .map((name) => `chapter-${name.slice(3)}.html`);
}
