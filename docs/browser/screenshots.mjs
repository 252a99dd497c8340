// Pictures for people to look at: the front page, each chapter's first screen, the ledger and a
// figure one can play with, in light, in dark, and at the width of a phone.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from './server.mjs';
import { chapterPages, FRONT, LEDGER } from './site.mjs';
import { DESK, PHONE } from './suite.mjs';
import { launch } from './tools.mjs';
import { Visit } from './visit.mjs';

const LOOKS = {
  light: DESK,
  dark: { ...DESK, colorScheme: 'dark' },
  phone: { ...PHONE, deviceScaleFactor: 2 },
};

export async function screenshots(folder, into, say) {
  mkdirSync(into, { recursive: true });
  const browser = await launch();
  const host = await serve(folder);
  try {
    for (const [look, options] of Object.entries(LOOKS)) {
      const context = await browser.newContext(options);
      const visit = new Visit(await context.newPage(), host.origin);
      const picture = (name) => visit.page.screenshot({ path: join(into, `${name}-${look}.png`) });
      for (const name of [FRONT, ...chapterPages(), LEDGER]) {
        await visit.open(name);
        await picture(name.replace(/\.html$/, ''));
        const figure = visit.page.locator('figure.play').first();
        if (name.startsWith('chapter-') && await figure.count() > 0) {
          await figure.evaluate((element) => window.play.start(element));
          await figure.locator('xpath=self::*[@data-state="live"]').waitFor();
          await figure.scrollIntoViewIfNeeded();
          await figure.screenshot({
            path: join(into, `${name.replace(/\.html$/, '')}-figure-${look}.png`),
          });
        }
      }
      await context.close();
      say(`${look}: ${into}`);
    }
  } finally {
    await browser.close();
    host.close();
  }
}
