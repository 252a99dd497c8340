// axe finds nothing serious or critical, in the light and in the dark.

import { inTheme, shownTheme } from '../theme.mjs';
import { AXE } from '../tools.mjs';

const GRAVE = new Set(['serious', 'critical']);
// Of moderate weight by axe's own scale, and the slowest of its rules on a long page.
const SKIPPED = { region: { enabled: false } };

export async function accessibility(page) {
  await page.evaluate(AXE);
  // Colours that are still on their way from one theme to the other are nobody's choice.
  await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important; }' });
  const found = [];
  for (const theme of ['light', 'dark']) {
    await inTheme(page, theme);
    if (await shownTheme(page) !== theme) found.push(`is not ${theme} when the system is`);
    found.push(...(await violations(page)).map((what) => `in ${theme}: ${what}`));
  }
  await inTheme(page, 'light');
  return found;
}

async function violations(page) {
  const all = await page.evaluate(async (rules) => {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'], rules });
    return violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      times: nodes.length,
      first: nodes[0].target.join(' '),
      why: [...nodes[0].any, ...nodes[0].all, ...nodes[0].none][0]?.message ?? help,
    }));
  }, SKIPPED);
  return all.filter(({ impact }) => GRAVE.has(impact))
    .map(({ id, impact, times, first, why }) => `${impact} ${id}, ${times} times, first ${first}: ${
      why}`);
}
