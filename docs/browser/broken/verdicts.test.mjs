// A verdict is kept for a page as long as nothing has changed that could change it.

import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Verdicts } from '../verdicts.mjs';

const BOOK = fileURLToPath(new URL('book', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'verdicts-'));
const site = join(folder, 'site');
const kept = join(folder, 'kept');
const PAGE = 'chapter-one.html';
after(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  rmSync(site, { recursive: true, force: true });
  rmSync(kept, { recursive: true, force: true });
  cpSync(BOOK, site, { recursive: true });
  new Verdicts(site, kept).keep('width', PAGE, { said: [1.5] });
});

test('what was kept comes back, to the page and the question it was kept for', () => {
  const verdicts = new Verdicts(site, kept);
  assert.deepEqual(verdicts.recall('width', PAGE), { said: [1.5] });
  assert.equal(verdicts.recall('text', PAGE), undefined);
  assert.equal(verdicts.recall('width', 'chapter-two.html'), undefined);
  assert.equal(verdicts.recall('width', 'not-there.html'), undefined);
});

for (const [changed, content] of [[PAGE, ' '], ['book.js', ' '], ['line.svg', ' '], ['new.css', '']]) {
  test(`a change of ${changed} takes it back`, () => {
    appendFileSync(join(site, changed), content);
    assert.equal(new Verdicts(site, kept).recall('width', PAGE), undefined);
  });
}

for (const changed of ['chapter-two.html', 'search-index.js']) {
  test(`a change of ${changed}, which the page does not load, does not`, () => {
    appendFileSync(join(site, changed), ' ');
    assert.deepEqual(new Verdicts(site, kept).recall('width', PAGE), { said: [1.5] });
  });
}

test('nothing is kept without a folder, nor what JSON cannot say', () => {
  const none = new Verdicts(site, undefined);
  none.keep('text', PAGE, {});
  assert.equal(none.recall('text', PAGE), undefined);
  const verdicts = new Verdicts(site, kept);
  verdicts.keep('text', PAGE, { said: [NaN] });
  assert.equal(verdicts.recall('text', PAGE), undefined);
});
