// How bright a page is, and how to wait until it has taken a change of theme.

export async function inTheme(page, colorScheme) {
  await page.emulateMedia({ colorScheme });
  await frames(page);
}

// Two frames: what listens to a change has heard of it, and has been drawn.
export function frames(page) {
  return page.evaluate(() => new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done));
  }));
}

// 'light' or 'dark', by what is really painted behind the text.
export function shownTheme(page) {
  return page.evaluate(() => {
    const painted = [document.body, document.documentElement]
      .map((element) => getComputedStyle(element).backgroundColor)
      .find((color) => !/^rgba\(.*, 0\)$/.test(color)) ?? 'rgb(255, 255, 255)';
    const [red, green, blue] = painted.match(/[\d.]+/g).map(Number);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128 ? 'dark' : 'light';
  });
}
