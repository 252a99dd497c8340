// What was found in order is not looked at again while nothing of it has changed.
//
// A verdict belongs to one page and one question. Its key is a hash of all that may change it: the
// page, whatever the site's pages load, the checks, and the browser. What the question answered is
// kept with it, for checks that look at several pages, or at the program.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CHROMIUM, ROOT } from './tools.mjs';

// Loaded only when somebody searches; the search is tried each time.
const NOT_LOADED = new Set(['search-index.js']);

export class Verdicts {
  #site;
  #kept;
  #common;

  // Of the pages below `site`. They are kept in the folder `kept`; without one, none is.
  constructor(site, kept) {
    this.#site = site;
    this.#kept = kept;
    if (!kept) return;
    mkdirSync(kept, { recursive: true });
    const loaded = filesBelow(site).filter((file) => !file.endsWith('.html')
      && !NOT_LOADED.has(relative(site, file)));
    const checks = [...filesBelow(join(ROOT, 'docs/browser')), join(ROOT, 'docs/package-lock.json')];
    this.#common = createHash('sha256').update(execFileSync(CHROMIUM, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] }));
    for (const [folder, files] of [[site, loaded], [ROOT, checks]]) {
      for (const file of files) addFile(this.#common, relative(folder, file), file);
    }
  }

  // What was kept of `page` asked `question`, or undefined.
  recall(question, page) {
    const file = this.#fileOf(question, page);
    if (!file || !existsSync(file)) return undefined;
    const now = new Date();
    utimesSync(file, now, now); // Whoever clears up takes what has long not been asked for.
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  // Keeps `answer`, unless it would come back as something else, as a NaN does.
  keep(question, page, answer) {
    const file = this.#fileOf(question, page);
    const written = JSON.stringify(answer);
    if (!file || !isDeepStrictEqual(JSON.parse(written), answer)) return;
    writeFileSync(`${file}.${process.pid}`, written);
    renameSync(`${file}.${process.pid}`, file);
  }

  #fileOf(question, page) {
    if (!this.#kept || !existsSync(join(this.#site, page))) return undefined;
    const key = this.#common.copy();
    key.update(`${question}\0`);
    addFile(key, page, join(this.#site, page));
    return join(this.#kept, key.digest('hex'));
  }
}

function addFile(hash, name, file) {
  const content = readFileSync(file);
  hash.update(`${name}\0${content.length}\0`).update(content);
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  }).sort();
}
