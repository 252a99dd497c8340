// The words and the figures are there, and can be seen, without help from scripts: to be asked of
// a page whose scripts are off, or whose mathematics has not come yet.

export function readable(page) {
  return page.evaluate(async () => {
    const found = [];
    const seen = (element) => {
      const { width, height } = element.getBoundingClientRect();
      if (width === 0 || height === 0) return false;
      for (let at = element; at; at = at.parentElement) {
        const { visibility, opacity } = getComputedStyle(at);
        if (visibility !== 'visible' || Number(opacity) < 0.5) return false;
      }
      return true;
    };
    // What the reader folds open by hand is not to be seen yet.
    const open = (element) => !element.closest('details:not([open])');
    const text = (element) => element.textContent.replace(/\s+/g, ' ').trim();

    const passages = [...document.querySelectorAll('h1, h2, p, li, td, dd')]
      .filter((element) => text(element).length > 20 && open(element)
        && !element.closest('nav, noscript, .play-live'));
    if (passages.length < 3) found.push(`has ${passages.length} passages of text`);
    const hidden = passages.filter((element) => !seen(element));
    if (hidden.length > 0) {
      found.push(`${hidden.length} of ${passages.length} passages cannot be seen, first: ${
        text(hidden[0]).slice(0, 60)}`);
    }
    for (const image of document.querySelectorAll('img.figure, figure img')) {
      await image.decode().catch(() => {});
      if (image.naturalWidth === 0 || (open(image) && !seen(image))) {
        found.push(`the figure cannot be seen: ${image.getAttribute('src')}`);
      }
    }
    return found;
  });
}
