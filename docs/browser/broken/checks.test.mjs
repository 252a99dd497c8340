// Each check finds what it is there for. book/ is a small book without a mistake; a test plants
// one by replacing some words of a file on its way to the browser, and the check must find it, and
// nothing else. In the book as it stands no check finds anything.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { accessibility } from '../checks/accessibility.mjs';
import { allThere, compare, figures } from '../checks/figures.mjs';
import { images } from '../checks/images.mjs';
import { mathematics } from '../checks/mathematics.mjs';
import { readable } from '../checks/readable.mjs';
import { search } from '../checks/search.mjs';
import { noTeXShown, text } from '../checks/text.mjs';
import { theme } from '../checks/theme.mjs';
import { traffic } from '../checks/traffic.mjs';
import { readLinks, walk } from '../checks/walk.mjs';
import { weight } from '../checks/weight.mjs';
import { width } from '../checks/width.mjs';
import { serve } from '../server.mjs';
import { pagesOf } from '../site.mjs';
import { DESK, PHONE } from '../suite.mjs';
import { launch } from '../tools.mjs';
import { Visit } from '../visit.mjs';

const BOOK = fileURLToPath(new URL('book', import.meta.url));
const PROGRAM = fileURLToPath(new URL('square', import.meta.url));
const CHAPTERS = ['chapter-one.html', 'chapter-two.html'];

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// Each question takes a visit that has opened the page, and answers with a list of findings.
const onPage = (check) => (visit) => check(visit.page);
const glance = async (visit, name, check) => {
  await visit.glance(name);
  return check(visit.page);
};
const played = async ({ page }) => {
  const { said, found } = await figures(page);
  return [...found, ...compare(said, PROGRAM)];
};
const ofTheBook = (check) => async (visit) => {
  const seen = new Map();
  for (const name of pagesOf(BOOK)) {
    await visit.open(name);
    seen.set(name, await readLinks(visit));
  }
  return check(seen).map(([page, what]) => `${page}: ${what}`);
};
const QUESTIONS = {
  traffic: [DESK, traffic],
  text: [DESK, onPage(text)],
  'no TeX': [DESK, onPage(noTeXShown)],
  mathematics: [DESK, onPage(mathematics)],
  images: [DESK, onPage(images)],
  accessibility: [DESK, onPage(accessibility)],
  width: [PHONE, onPage(width)],
  weight: [DESK, weight],
  walk: [DESK, ofTheBook((seen) => walk(seen, 'index.html', CHAPTERS))],
  theme: [DESK, (visit) => theme(visit, 'index.html', 'chapter-one.html')],
  search: [DESK, (visit) => search(visit, 'index.html', [
    { what: 'a line', type: 'line', target: /chapter-one\.html#place$/ }])],
  'without scripts': [{ ...DESK, javaScriptEnabled: false },
    (visit, name) => glance(visit, name, readable)],
  'figures at a desk': [DESK, played],
  'figures on a phone': [PHONE, played],
};

async function ask(question, page, rewrite) {
  const [options, answer] = QUESTIONS[question];
  const host = await serve(BOOK, { rewrite });
  const context = await browser.newContext(options);
  try {
    const visit = new Visit(await context.newPage(), host.origin);
    if (options.javaScriptEnabled !== false) await visit.open(page);
    return await answer(visit, page);
  } finally {
    await context.close();
    host.close();
  }
}

const P = '<p>The last of the passages of this page, which are three.</p>';
const A_LINE = 'alt="A line rises from left to right."';
// The question, the page that is asked, the file that is changed, what is replaced by what, and
// what must be found.
const BROKEN = [
  ['traffic', 0, 'index.html', '</body>', '<script>throw new Error("oh")</script></body>', /uncaught oh/],
  ['traffic', 0, 'index.html', '</body>', '<script>console.error("oh")</script></body>', /console says: oh/],
  ['traffic', 1, 'chapter-one.html', 'line.svg', 'gone.svg', /request failed: gone\.svg \(status 404\)/],
  ['traffic', 0, 'index.html', '</body>', '<script src="http://elsewhere.test/x.js"></script></body>',
    /asks another host for http:\/\/elsewhere\.test\/x\.js/],

  ['text', 1, 'chapter-one.html', P, '<p>Let $x$ be a number.</p>', /raw TeX in p: .*\$x\$/],
  ['text', 1, 'chapter-one.html', P, '<p>Let \\(x\\) be a number.</p>', /raw TeX in p/],
  ['text', 1, 'chapter-one.html', P, '<p>It is \\frac of a number.</p>', /raw TeX in p/],
  ['text', 1, 'chapter-one.html', P, '<p>It is \\f$ of a number.</p>', /raw TeX in p/],
  ['text', 1, 'chapter-one.html', P, '<p>It is **bold <i>and</i> strong**.</p>', /raw Markdown in p/],
  ['text', 1, 'chapter-one.html', P, '<p>It is *[<code>bold</code>]*.</p><p>It is *bold*.</p>', /raw Markdown in p: It is \*bold/],
  ['text', 1, 'chapter-one.html', P, '<p>A [link](there.md).</p>', /raw Markdown in p/],
  ['text', 1, 'chapter-one.html', P, '<p>```cpp</p>', /raw Markdown in p/],
  ['text', 1, 'chapter-one.html', P, '<p>| a | b | | --- | --- |</p>', /raw Markdown in p/],
  ['text', 1, 'chapter-one.html', P, '<p>## A heading</p>', /raw Markdown in p/],
  ['text', 1, 'chapter-one.html', P, '<p>He &amp;amp; she</p>', /an entity/],
  ['text', 1, 'chapter-one.html', A_LINE, 'alt="The line $x = y$"', /raw TeX in an alt/],
  ['no TeX', 1, 'chapter-one.html', P, '<p>Let \\(x\\) be a number.</p>', /shows TeX before/],

  ['mathematics', 1, 'chapter-one.html', '<mi>x</mi>', '<merror><mtext>Undefined</mtext></merror>',
    /could not set a formula: Undefined/],
  ['mathematics', 1, 'chapter-one.html', '<p class="formula"><mjx-container><math><mi>y</mi></math></mjx-container></p>',
    '<p class="formula"><math><mi>y</mi></math></p>', /not set: y/],

  ['images', 1, 'chapter-one.html', 'line.svg', 'gone.svg', /does not load: gone\.svg/],
  ['images', 1, 'chapter-one.html', A_LINE, '', /no text alternative: line\.svg/],
  ['images', 1, 'chapter-one.html', A_LINE, 'alt=""', /no text alternative: line\.svg/],
  ['images', 1, 'chapter-one.html', '<title>A dot</title>', '', /a drawing has no text alternative/],

  ['accessibility', 0, 'index.html', ' lang="en"', '', /serious html-has-lang/],
  ['accessibility', 0, 'index.html', '<p>The second', '<p style="color: #bbb">The second', /serious color-contrast/],
  ['accessibility', 0, 'book.css', 'html.dark body { background: #111; color: #eee; }',
    'html.dark body { background: #111; color: #333; }', /in dark: serious color-contrast/],
  ['accessibility', 0, 'index.html', '</main>', `<pre>${
    '<span>1</span> '.repeat(9)}<span style="color: #bbb">12</span></pre></main>`, /serious color-contrast/],
  ['accessibility', 0, 'book.js', "system.addEventListener('change', show);", '', /is not dark when/],

  ['width', 1, 'chapter-one.html', P, '<p style="width: 500px">Wide.</p>', /is \d+ px wide .* 375 px: p/],
  ['weight', 1, 'book.css', 'img {', `/*${' '.repeat(300000)}*/ img {`, /weighs 30\d kB.*book\.css/],

  ['walk', 0, 'index.html', 'rel="next" href="chapter-one.html"', 'rel="next" href="chapter-two.html"', /./, 2],
  ['walk', 0, 'chapter-two.html', 'rel="prev" href="chapter-one.html"', 'rel="prev" href="index.html"',
    /^chapter-two\.html: "previous" leads to index\.html, not to chapter-one\.html$/],
  ['walk', 0, 'chapter-two.html', '</nav>', '<a rel="next" href="index.html">On</a></nav>',
    /^chapter-two\.html: "next" leads back to index\.html$/],

  ['theme', 0, 'book.js', "system.addEventListener('change', show);", '', /not dark, when the system turns/],
  ['theme', 0, 'book.js', "const chosen = () => localStorage.getItem('theme');",
    'const chosen = () => null;', /./, 3],
  ['theme', 0, 'chapter-one.html', 'src="book.js"', 'src="data:,"', /./, 2],
  ['theme', 0, 'index.html', '<button class="theme">Dark colours</button>', '<span class="theme">Dark</span>',
    /cannot be reached with the keyboard/],

  ['search', 0, 'book.js', "'chapter-one.html#place'", "'chapter-two.html'", /nothing is offered/],
  ['search', 1, 'chapter-one.html', 'id="place"', '', /leads to #place, which is not there/],

  ['without scripts', 1, 'chapter-one.html', '<p id="place">', '<p id="place" style="visibility: hidden">', /1 of \d passages/],
  ['without scripts', 1, 'chapter-one.html', 'class="figure"', 'class="figure" style="display: none"',
    /the figure cannot be seen: line\.svg/],
  ['without scripts', 1, 'chapter-one.html', 'line.svg', 'gone.svg', /the figure cannot be seen: gone\.svg/],

  ...['figures at a desk', 'figures on a phone'].flatMap((question) => [
    [question, 2, 'play.js', "slider.addEventListener('input', update);", '', /does not answer to/, 3],
    [question, 2, 'play.js', 'x * x', 'x * x + 1e-9 * x', /the program says/, 3],
    [question, 2, 'play.js', 'number.textContent = square', 'number.textContent = square + 1', /shows/, 3],
    [question, 2, 'play.js', 'number.dataset.value = square', 'number.dataset.value ??= square', /the formula has square/, 3],
    [question, 2, 'play.js', 'slider.value = 3;', '', /its reset/],
    [question, 2, 'play.js', "figure.querySelector('img').hidden = true;", '', /the static figure is still shown/],
    [question, 2, 'chapter-two.html', '<label for="play-square-x">x</label>', '', /has no label/],
  ]),
];

const PAGES = ['index.html', ...CHAPTERS];

describe('each check, in the browser', { concurrency: 2 }, () => {
  for (const question of Object.keys(QUESTIONS)) {
    test(`${question}: nothing in a book without a mistake`, async () => {
      for (const page of pagesOf(BOOK)) assert.deepEqual(await ask(question, page), []);
    });
  }

  for (const [question, at, file, from, to, finding, times = 1] of BROKEN) {
    test(`${question}: finds ${finding} after ${to.slice(0, 60) || 'nothing'}`, async () => {
      let planted = false;
      const found = await ask(question, PAGES[at], (path, whole) => {
        if (path !== `/${file}`) return whole;
        planted ||= whole.includes(from);
        return whole.replace(from, () => to);
      });
      assert.ok(planted, `${file} has no ${from}`);
      assert.equal(found.length, times, found.join('\n'));
      for (const what of found) assert.match(what, finding);
    });
  }
});

test('figures: a figure that the book must have and has not', () => {
  const all = new Set(['projection', 'boundary', 'sigmoid', 'surface', 'step', 'descent', 'regions',
    'temperature', 'digit', 'noise', 'momentum', 'variances', 'decay']);
  assert.deepEqual(allThere(all), ['there is no figure losses in any chapter']);
  assert.deepEqual(allThere(all.add('losses')), []);
});
