// Typed into the search box, words lead to the place they are about.

const BOX = '#MSearchField, input[type="search"]';
const BEFORE = 'data-seen-before-searching';
const PATIENCE = 8000;

// `wanted` is a list of { what, type, target }; `target` is a pattern of the address to arrive at.
export async function search(visit, first, wanted) {
  const found = [];
  for (const { what, type, target } of wanted) {
    found.push(...(await oneSearch(visit, first, type, target))
      .map((finding) => `search for ${what}, "${type}": ${finding}`));
  }
  return found;
}

async function oneSearch(visit, first, type, target) {
  const { page } = visit;
  await visit.open(first);
  const box = page.locator(BOX).first();
  if (await box.count() === 0) return ['there is no box to type into'];
  await page.evaluate((name) => {
    for (const link of document.links) if (link.checkVisibility()) link.setAttribute(name, '');
  }, BEFORE);
  await box.click();
  await page.keyboard.type(type, { delay: 20 });
  const link = await offered(page, target);
  if (!link) return [`nothing is offered that leads to ${target}`];
  await link.click();
  await page.waitForURL(target, { timeout: PATIENCE }).catch(() => {});
  await visit.settle();
  if (!target.test(page.url())) return [`the link leads to ${page.url()}, not to ${target}`];
  return page.evaluate(() => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id) return [];
    const place = document.getElementById(id) ?? document.getElementsByName(id)[0];
    return place ? [] : [`there is no place #${id} on the page it leads to`];
  });
}

// The first link to `target` that can be seen, in the page or in a frame of it, and that was not
// there before the reader typed.
async function offered(page, target) {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    for (const frame of page.frames()) {
      const links = frame.locator(`a[href]:not([${BEFORE}])`);
      const hrefs = await links.evaluateAll((all) => all.map((link) => link.href)).catch(() => []);
      for (const [at, href] of hrefs.entries()) {
        if (target.test(href) && await links.nth(at).isVisible()) return links.nth(at);
      }
    }
    await page.waitForTimeout(50);
  }
  return undefined;
}
