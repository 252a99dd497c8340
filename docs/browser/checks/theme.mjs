// Light or dark: the page follows the system until the reader chooses, and then keeps the choice,
// here and on every other page. The control answers to the keyboard.

import { inTheme, shownTheme } from '../theme.mjs';

export const CONTROL = '.theme';

// `visit` has never been on the site before; `first` and `second` are two of its pages.
export async function theme(visit, first, second) {
  const { page } = visit;
  const found = [];
  const expect = async (wanted, when) => {
    const shown = await shownTheme(page);
    if (shown !== wanted) found.push(`is ${shown}, not ${wanted}, ${when}`);
  };
  await page.emulateMedia({ colorScheme: 'light' });
  await visit.open(first);
  await expect('light', 'where the system is light');
  await inTheme(page, 'dark');
  await expect('dark', 'when the system turns dark');
  await inTheme(page, 'light');
  await expect('light', 'when the system turns light again');

  const control = page.locator(CONTROL).first();
  if (await control.count() === 0) return [...found, `has no control for the theme (${CONTROL})`];
  await control.focus();
  if (!await control.evaluate((element) => element.contains(document.activeElement))) {
    found.push('the control for the theme cannot be reached with the keyboard');
    await control.click();
  } else {
    await page.keyboard.press('Enter');
  }
  await inTheme(page, 'light');
  await expect('dark', 'when dark is chosen');
  await visit.open(first);
  await expect('dark', 'when dark was chosen and the page is loaded again');
  await visit.open(second);
  await expect('dark', `when dark was chosen and ${second} is opened`);
  await page.locator(CONTROL).first().click();
  await inTheme(page, 'light');
  await expect('light', 'when light is chosen again');
  await visit.open(first);
  await expect('light', 'when light was chosen again and the page is loaded');
  return found;
}
