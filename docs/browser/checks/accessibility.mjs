// axe finds nothing serious or critical, in the light and in the dark.
//
// The last that is asked of a page, because it thins it out first: of elements that are alike, in
// themselves and in where they stand, axe judges two. A listing of a thousand tokens has ten kinds
// of them, and a table of two hundred rows one kind of row.

import { inTheme, shownTheme } from '../theme.mjs';
import { AXE } from '../tools.mjs';

const GRAVE = new Set(['serious', 'critical']);
// Whatever else axe knows does not depend on the colours, and was asked in the light.
const OF_COLOUR = { runOnly: ['color-contrast', 'link-in-text-block'] };

export async function accessibility(page) {
  // Colours that are still on their way from one theme to the other are nobody's choice.
  await page.addStyleTag({ content: '*, *::before, *::after { transition: none !important; }' });
  await page.evaluate(thinOut);
  await page.evaluate(AXE);
  const found = [];
  for (const [theme, options] of [['light', {}], ['dark', OF_COLOUR]]) {
    await inTheme(page, theme);
    if (await shownTheme(page) !== theme) found.push(`is not ${theme} when the system is`);
    found.push(...(await violations(page, options)).map((what) => `in ${theme}: ${what}`));
  }
  await inTheme(page, 'light');
  return found;
}

async function violations(page, options) {
  const all = await page.evaluate(async (options) => {
    const { violations } = await window.axe.run(document, {
      resultTypes: ['violations'], ...options,
    });
    return violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      first: nodes[0].target.join(' '),
      why: [...nodes[0].any, ...nodes[0].all, ...nodes[0].none][0]?.message ?? help,
    }));
  }, options);
  return all.filter(({ impact }) => GRAVE.has(impact))
    .map(({ id, impact, first, why }) => `${impact} ${id}, first ${first}: ${why}`);
}

// In the page: of elements with the same kind of ancestors, the same attributes and the same
// inside, the first two stay: two, so that striped rows keep both of their colours. A formula is
// one thing, whatever is in it.
function thinOut() {
  const KEPT = 2;
  // What these hold belongs together, and goes or stays with them.
  const BELONG = 'dl, tr, table, details, figure, fieldset, label';
  const numbers = new Map();
  const number = (text) => {
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text);
  };
  // An address or an id is each element's own; of other attributes, what they say may matter.
  const itself = (element) => [element.localName, ...[...element.attributes]
    .map(({ name, value }) => (/^(class|style|role|type|hidden|tabindex|aria-hidden)$/.test(name)
      ? `${name}=${value}` : `${name}${value.trim() ? '' : '='}`)).sort()].join(' ');
  const looks = new Map();
  const look = (element) => {
    if (!looks.has(element)) looks.set(element, number(lookOf(element)));
    return looks.get(element);
  };
  const lookOf = (element) => {
    if (element.localName === 'mjx-container') return itself(element);
    const inside = [...element.childNodes].map((child) => {
      if (child.nodeType === Node.ELEMENT_NODE) return look(child);
      if (child.nodeType !== Node.TEXT_NODE || !child.data.trim()) return '';
      // A single letter or sign is nothing to axe, which judges words.
      return /\w\w/.test(child.data) ? 'words' : 'a sign';
    });
    return `${itself(element)} (${inside.join(' ')})`;
  };
  const times = new Map();
  const thin = (parent, place) => {
    for (const child of [...parent.children]) {
      const key = `${place} ${look(child)}`;
      times.set(key, (times.get(key) ?? 0) + 1);
      if (times.get(key) > KEPT && !parent.matches(BELONG)) child.remove();
      else if (child.localName !== 'mjx-container') thin(child, number(`${place} ${itself(child)}`));
    }
  };
  thin(document.body, '');
}
