// What prints a page finds what would be lost on paper, prints nothing then, and mends what it can.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { print } from '../print.mjs';

// What is found in a page of these words, and its PDF as text; null if there is none.
async function printed(body) {
  const folder = mkdtempSync(join(tmpdir(), 'print-'));
  const [page, file] = [join(folder, 'page.html'), join(folder, 'page.pdf')];
  try {
    writeFileSync(page, '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title>'
      + `</head><body>${body}</body></html>`);
    const found = await print(page, file);
    return { found, pdf: existsSync(file) ? readFileSync(file, 'latin1') : null };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a page is printed, with its outline', async () => {
  const { found, pdf } = await printed('<h1>One</h1><p>Words.</p><h2>Two</h2>');
  assert.deepEqual(found, []);
  assert.match(pdf, /^%PDF-/);
  assert.match(pdf, /\/Outlines/);
});

test('what is too wide is set smaller', async () => {
  const { found } = await printed('<div class="formula">'
    + '<span style="display: inline-block; width: 60em">wide</span></div>');
  assert.deepEqual(found, []);
});

const BROKEN = [
  ['what cannot be set smaller', '<div style="width: 2000px">wide</div>', /^reaches beyond .*2000px/],
  ['a formula that is not set', '<p><math><mi>y</mi></math></p>', /a formula is not set: y/],
  ['an image that is not there', '<img src="gone.svg" alt="x">', /gone\.svg does not load/],
  ['a script that fails', '<script>throw new Error("oh")</script>', /uncaught oh/],
];
for (const [what, body, finding] of BROKEN) {
  test(`${what} is found`, async () => {
    const { found, pdf } = await printed(body);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0], finding);
    assert.equal(pdf, null);
  });
}
