// Asks every question of the pages of a built site, two pages at a time.

import { pathToFileURL } from 'node:url';
import { accessibility } from './checks/accessibility.mjs';
import { allThere, compare, figures } from './checks/figures.mjs';
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
// page of each kind that a tool makes, unless `everyPage`, and not at what the `verdicts` know to be in
// order. `say` hears how far it has come.
export async function suite(folder, program, everyPage, verdicts, say) {
  const findings = new Findings();
  const browser = await launch();
  const host = await serve(folder);
  const slowHost = await serve(folder, { withhold: COMES_LATER });
  const files = pathToFileURL(`${folder}/`).href;
  const pages = everyPage ? pagesOf(folder) : oneOfEachKind(folder, pagesOf(folder));
  const chapters = chapterPages();

  // Asks `question` of each of `names`; returns what it answered, by name. Each worker has one tab,
  // with `options`, for all of them. What it finds it must find twice: a machine that stood still for
  // a while shows it once.
  async function each(what, names, home, options, question) {
    const answers = new Map(names.map((name) => [name, verdicts.recall(what, name)]));
    const queue = names.filter((name) => answers.get(name) === undefined);
    say(`${what}: ${names.length} pages${queue.length < names.length
      ? `, of which ${names.length - queue.length} are as they were when they were in order` : ''}`);
    const workers = Math.min(WORKERS, queue.length);
    await Promise.all(Array.from({ length: workers }, async () => {
      const visit = await newVisit(home, options);
      for (let name = queue.shift(); name; name = queue.shift()) {
        let { answer, found } = await asked(visit, name, question);
        if (found.length > 0) {
          const another = await newVisit(home, options);
          ({ answer, found } = await asked(another, name, question));
          await another.page.context().close();
        }
        answers.set(name, answer);
        for (const [check, sentence] of found) findings.add(name, check, [sentence]);
        if (found.length === 0) verdicts.keep(what, name, answer);
      }
      await visit.page.context().close();
    }));
    return answers;
  }

  async function newVisit(home, options) {
    const context = await browser.newContext(options);
    return new Visit(await context.newPage(), home);
  }

  // What a question answers, an object, and what it finds: pairs of the check and a sentence.
  async function asked(visit, name, question) {
    const found = [];
    const note = (check, list) => found.push(...list.map((sentence) => [check, sentence]));
    const answer = await question(visit, name, note).catch((error) => note('the page', [error.message.split('\n')[0]]));
    return { answer: answer ?? {}, found };
  }

  // Two tabs, each of which has never been on the site.
  async function alone(check, question) {
    const places = [['', host.origin], [' from the file system', files]];
    await Promise.all(places.map(async ([place, home]) => {
      let found = [];
      for (let times = 0; times === 0 || (times < 2 && found.length > 0); times += 1) {
        const visit = await newVisit(home, DESK);
        ({ found } = await asked(visit, FRONT, async (_, name, note) => note(
          `${check}${place}`, await question(visit))));
        await visit.page.context().close();
      }
      for (const [what, sentence] of found) findings.add(FRONT, what, [sentence]);
    }));
  }

  // Plays with the figures of the open page.
  async function play(visit, note) {
    const { said, found } = await figures(visit.page);
    note('figures', found);
    return said;
  }

  try {
    const atADesk = await each('as on a desk, from a host', pages, host.origin, DESK,
      async (visit, name, note) => {
        await visit.open(name);
        if (chapters.includes(name)) note('weight', weight(visit));
        const links = await readLinks(visit);
        note('text', await text(visit.page));
        note('mathematics', await mathematics(visit.page));
        note('images', await images(visit.page));
        const said = await play(visit, note);
        note('traffic', traffic(visit));
        note('accessibility', await accessibility(visit.page));
        return { links, said };
      });
    const onAPhone = await each('as on a phone, from the file system', pages, files, PHONE,
      async (visit, name, note) => {
        await visit.open(name);
        note('width', await width(visit.page));
        const said = await play(visit, note);
        note('traffic from the file system', traffic(visit));
        note('width beside figures in play', await width(visit.page));
        return { said };
      });

    const seen = new Map([...atADesk].map(([name, { links }]) => [name, links ?? {}]));
    for (const [name, what] of walk(seen, FRONT, chapters)) findings.add(name, 'walk', [what]);
    for (const name of chapters) {
      if (!seen.has(name)) findings.add(name, 'walk', ['is not there']);
    }
    const played = new Set();
    for (const [name, { said = {} }] of [...atADesk, ...onAPhone]) {
      findings.add(name, 'figures', compare(said, program));
      Object.keys(said).forEach((figure) => played.add(figure));
    }
    findings.add(FRONT, 'figures', allThere(played));

    const book = [...new Set([...theWay(seen, FRONT), ...chapters])];
    await each('without scripts', book, host.origin, { ...DESK, javaScriptEnabled: false },
      async (visit, name, note) => {
        await visit.glance(name);
        note('without scripts', await readable(visit.page));
      });
    await each('before MathJax arrives', book, slowHost.origin, DESK, async (visit, name, note) => {
      await visit.glance(name);
      note('before MathJax', [...await readable(visit.page), ...await noTeXShown(visit.page)]);
    });

    say('the theme and the search');
    await Promise.all([
      alone('theme', (visit) => theme(visit, FRONT, chapters[0])),
      alone('search', (visit) => search(visit, FRONT, SEARCHES)),
    ]);
  } finally {
    await browser.close();
    host.close();
    slowHost.close();
  }
  return { findings, pages: pages.length };
}
