// Asks every question of the pages of a built site, two pages at a time.

import { pathToFileURL } from 'node:url';
import { accessibility } from './checks/accessibility.mjs';
import { figures, theSeven } from './checks/figures.mjs';
import { images } from './checks/images.mjs';
import { mathematics } from './checks/mathematics.mjs';
import { readable } from './checks/readable.mjs';
import { search } from './checks/search.mjs';
import { noTeXShown, text } from './checks/text.mjs';
import { theme } from './checks/theme.mjs';
import { traffic } from './checks/traffic.mjs';
import { readLinks, theWay, walk } from './checks/walk.mjs';
import { weight } from './checks/weight.mjs';
import { width } from './checks/width.mjs';
import { Findings } from './findings.mjs';
import { serve } from './server.mjs';
import { chapterPages, FRONT, oneOfEachKind, pagesOf, SEARCHES } from './site.mjs';
import { launch } from './tools.mjs';
import { Visit } from './visit.mjs';

const WORKERS = 2;
export const DESK = { viewport: { width: 1280, height: 800 }, colorScheme: 'light' };
export const PHONE = { viewport: { width: 375, height: 812 }, colorScheme: 'light', hasTouch: true };
const COMES_LATER = /\/mathjax\/|\.wasm|\/nn\.js$/;

// `folder` is the site; `program` the native program that the figures must agree with. Looks at one
// page of each kind that a tool makes, unless `everyPage`. `say` hears how far it has come.
export async function suite(folder, program, everyPage, say) {
  const findings = new Findings();
  const browser = await launch();
  const host = await serve(folder);
  const slowHost = await serve(folder, { withhold: COMES_LATER });
  const files = pathToFileURL(`${folder}/`).href;
  const pages = everyPage ? pagesOf(folder) : oneOfEachKind(folder, pagesOf(folder));
  const seen = new Map();
  const weights = new Map();

  // Asks `question` of each of `names`. Each worker has one tab, with `options`, for all of them.
  // What it finds it must find twice: a machine that stood still for a while shows it once.
  async function each(names, home, options, question) {
    const queue = [...names];
    await Promise.all(Array.from({ length: WORKERS }, async () => {
      const visit = await newVisit(home, options);
      for (let name = queue.shift(); name; name = queue.shift()) {
        let found = await asked(visit, name, question);
        if (found.some(([, list]) => list.length > 0)) {
          const another = await newVisit(home, options);
          found = await asked(another, name, question);
          await another.page.context().close();
        }
        for (const [check, list] of found) findings.add(name, check, list);
      }
      await visit.page.context().close();
    }));
  }

  async function newVisit(home, options) {
    const context = await browser.newContext(options);
    return new Visit(await context.newPage(), home);
  }

  async function asked(visit, name, question) {
    const found = [];
    const note = (check, list) => found.push([check, list]);
    await question(visit, name, note).catch((error) => note('the page', [error.message.split('\n')[0]]));
    return found;
  }

  // A tab that has never been on the site.
  async function once(name, check, home, options, question) {
    await each([name], home, options, async (visit, _, note) => note(check, await question(visit)));
  }

  // The figures one can play with, on a page that has been opened.
  const played = new Set();
  async function play(visit, note) {
    const { names, found } = await figures(visit.page, program);
    note('figures', found);
    names.forEach((figure) => played.add(figure));
  }

  try {
    say(`${pages.length} pages, as on a desk, from a host`);
    await each(pages, host.origin, DESK, async (visit, name, note) => {
      await visit.open(name);
      weights.set(name, weight(visit));
      seen.set(name, await readLinks(visit.page));
      note('text', await text(visit.page));
      note('mathematics', await mathematics(visit.page));
      note('images', await images(visit.page));
      await play(visit, note);
      note('traffic', traffic(visit));
      note('accessibility', await accessibility(visit.page));
    });
    for (const [name, what] of walk(host.origin, seen, FRONT, chapterPages())) {
      findings.add(name, 'walk', [what]);
    }
    const book = [...new Set([...theWay(host.origin, seen, FRONT), ...chapterPages()])];
    for (const name of chapterPages()) findings.add(name, 'weight', weights.get(name) ?? ['is not there']);

    say('the same pages, as on a phone, from the file system');
    await each(pages, files, PHONE, async (visit, name, note) => {
      await visit.open(name);
      note('width', await width(visit.page));
      await play(visit, note);
      note('traffic from the file system', traffic(visit));
      note('width beside figures in play', await width(visit.page));
    });

    say(`${book.length} pages of the book without scripts, and before MathJax arrives`);
    await each(book, host.origin, { ...DESK, javaScriptEnabled: false }, async (visit, name, note) => {
      await visit.glance(name);
      note('without scripts', await readable(visit.page));
    });
    await each(book, slowHost.origin, DESK, async (visit, name, note) => {
      await visit.glance(name);
      note('before MathJax', [...await readable(visit.page), ...await noTeXShown(visit.page)]);
    });

    findings.add(FRONT, 'figures', theSeven(played));

    say('the theme and the search');
    const second = chapterPages()[0];
    const places = [['', host.origin], [' from the file system', files]];
    await Promise.all(places.flatMap(([place, home]) => [
      once(FRONT, `theme${place}`, home, DESK, (visit) => theme(visit, FRONT, second)),
      once(FRONT, `search${place}`, home, DESK, (visit) => search(visit, FRONT, SEARCHES)),
    ]));
  } finally {
    await browser.close();
    host.close();
    slowHost.close();
  }
  return { findings, pages: pages.length };
}
