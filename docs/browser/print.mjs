// Prints one page that holds the whole book, the page of ./scripts/docs --pdf: on A4, with the
// number under each page, an outline of the headings, and nothing beyond the edge of the paper.

import { pathToFileURL } from 'node:url';
import { mathematics } from './checks/mathematics.mjs';
import { launch } from './tools.mjs';

const PATIENCE = 300_000;
const SIDES = 20; // millimetres, and a CSS inch has 96 pixels
const WIDTH = Math.floor(((210 - 2 * SIDES) / 25.4) * 96);
const NUMBER = '<div style="width: 100%; font: 8pt sans-serif; color: #444; text-align: center">'
  + '<span class="pageNumber"></span></div>';

// Returns what is wrong with `page`, a file; if nothing is, `into` is its PDF.
export async function print(page, into) {
  const browser = await launch();
  try {
    const tab = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, colorScheme: 'light' });
    const found = [];
    tab.on('pageerror', (error) => found.push(`uncaught ${error.message}`));
    tab.on('requestfailed', (request) => found.push(`${request.url()} does not load`));
    await tab.emulateMedia({ media: 'print', colorScheme: 'light' });
    await tab.goto(pathToFileURL(page).href, { waitUntil: 'load', timeout: PATIENCE });
    await tab.evaluate(() => window.MathJax?.startup?.promise);
    await tab.evaluate(() => document.fonts.ready.then(() => {}));
    found.push(...await mathematics(tab), ...await tab.evaluate(fit));
    if (found.length > 0) return found;
    await tab.pdf({
      path: into,
      format: 'A4',
      margin: { top: '18mm', right: `${SIDES}mm`, bottom: '20mm', left: `${SIDES}mm` },
      printBackground: true,
      displayHeaderFooter: true,
      headerTemplate: '<span></span>',
      footerTemplate: NUMBER,
      tagged: true,
      outline: true,
    });
    return [];
  } finally {
    await browser.close();
  }
}

// In the page: sets smaller what is wider than its place. Were something left beyond the edge, the
// browser would print every page smaller. Returns what is, all the same.
function fit() {
  const BOXES = '.formula, .statement, .table, .rows .right';
  const BLOCKS = `${BOXES}, pre, .fragment, figure, p, li, dd, h1, h2, h3, h4, h5`;
  const SMALLEST = 5; // pixels, a size that nobody can read: the page is wrong then
  const edge = document.documentElement.clientWidth;
  const beyond = () => [...document.body.querySelectorAll('*')].filter((element) =>
    !element.parentElement.closest('svg') && element.getBoundingClientRect().right > edge + 1);

  for (let times = 0; times < 12; times += 1) {
    const factors = new Map();
    const note = (block, factor) => factors.set(block, Math.min(factor, factors.get(block) ?? 1));
    for (const box of document.querySelectorAll(BOXES)) {
      if (box.scrollWidth > box.clientWidth + 1) {
        note(box.closest('.formula') ?? box, box.clientWidth / box.scrollWidth);
      }
    }
    for (const element of beyond()) {
      const block = element.closest('.formula') ?? element.closest(BLOCKS) ?? element;
      const { left } = block.getBoundingClientRect();
      note(block, (edge - left) / (element.getBoundingClientRect().right - left));
    }
    for (const [block, factor] of factors) {
      const size = parseFloat(getComputedStyle(block).fontSize) * Math.max(factor, 0.5) * 0.99;
      block.style.fontSize = `${Math.max(size, SMALLEST)}px`;
    }
  }
  return beyond().slice(0, 5).map((element) =>
    `reaches beyond the edge of the paper: ${element.outerHTML.slice(0, 80)}`);
}
