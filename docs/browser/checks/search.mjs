// Typed into the search box, words lead to the place they are about.

const BOX = 'input[type="search"]';
const PATIENCE = 8000;

// `wanted` is a list of { what, type, target }; `target` is a pattern of the address to arrive at.
export async function search(visit, first, wanted) {
  const found = [];
  for (const { what, type, target } of wanted) {
    for (const finding of await oneSearch(visit, first, type, target)) {
      found.push(`${what}, "${type}": ${finding}`);
    }
  }
  return found;
}

async function oneSearch(visit, first, type, target) {
  const { page } = visit;
  await visit.open(first);
  const box = page.locator(BOX);
  if (await box.count() === 0) return ['there is no box to type into'];
  await box.click();
  await page.keyboard.type(type, { delay: 10 });
  const offers = page.locator('[role="option"]:visible');
  const at = await offered(page, offers, target);
  if (at < 0) return [`nothing is offered that leads to ${target}`];
  // The first offer is chosen already; the arrow goes down to the others.
  for (let step = 0; step < at; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(target, { timeout: PATIENCE }).catch(() => {});
  if (!target.test(page.url())) return [`leads to ${page.url()}, not to ${target}`];
  return page.evaluate(() => {
    const id = decodeURIComponent(location.hash.slice(1));
    return !id || document.getElementById(id) ? [] : [`leads to #${id}, which is not there`];
  });
}

// Which of the offers leads to `target`; a negative number if none does in good time.
async function offered(page, offers, target) {
  const deadline = Date.now() + PATIENCE;
  while (Date.now() < deadline) {
    const addresses = await offers.evaluateAll((all) => all.map((one) => one.dataset.address ?? ''));
    const at = addresses.findIndex((address) => target.test(address));
    if (at >= 0) return at;
    await page.waitForTimeout(50);
  }
  return -1;
}
