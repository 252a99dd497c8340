// Every image loads and says in words what it shows.

export function images(page) {
  return page.evaluate(async () => {
    const found = [];
    const named = (element) => {
      const label = element.getAttribute('aria-label');
      const by = element.getAttribute('aria-labelledby');
      return Boolean(label?.trim())
        || Boolean(by && by.split(/\s+/).some((id) => document.getElementById(id)?.textContent.trim()));
    };
    // What stands inside a control with a name of its own, or is hidden from those who listen,
    // needs no second name.
    const spared = (element) => element.closest('[aria-hidden="true"], [role="presentation"]')
      || [...iterateControls(element)].some((control) => named(control)
        || control.title || control.textContent.trim());
    function* iterateControls(element) {
      for (let at = element.parentElement; at; at = at.parentElement) {
        if (at.matches('a, button, [role="button"], label')) yield at;
      }
    }
    const shown = (image) => (image.getAttribute('src') ?? '').replace(/^data:.{40}.*/s, 'data:…');

    for (const image of document.images) {
      if (image.loading === 'lazy' && !image.complete) image.loading = 'eager';
      if (!image.complete) {
        await new Promise((done) => {
          image.addEventListener('load', done);
          image.addEventListener('error', done);
        });
      }
      if (image.naturalWidth === 0) found.push(`an image does not load: ${shown(image)}`);
      const words = image.getAttribute('alt');
      if (!words?.trim() && !named(image) && !spared(image)) {
        found.push(`an image has no text alternative: ${shown(image)}`);
      }
    }
    for (const drawing of document.querySelectorAll('svg, canvas')) {
      if (drawing.parentElement.closest('svg') || drawing.closest('mjx-container')) continue;
      const title = drawing.querySelector(':scope > title')?.textContent.trim();
      if (!title && !named(drawing) && !spared(drawing)) {
        found.push(`a drawing has no text alternative: <${drawing.tagName.toLowerCase()
        } class="${drawing.getAttribute('class') ?? ''}" id="${drawing.id}">`);
      }
    }
    return found;
  });
}
