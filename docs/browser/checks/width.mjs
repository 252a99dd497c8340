// The page does not scroll sideways. To be asked at the width of a phone.

export function width(page) {
  return page.evaluate(() => {
    const there = document.documentElement.clientWidth;
    const wanted = document.documentElement.scrollWidth;
    if (wanted <= there) return [];
    // Whoever reaches beyond the edge, and is not inside something that scrolls by itself.
    const kept = (element) => {
      for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
        if (getComputedStyle(at).overflowX !== 'visible') return true;
      }
      return false;
    };
    const beyond = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > there + 0.5);
    const free = beyond.filter((element) => !kept(element));
    const wide = (free.length > 0 ? free : beyond)
      .map((element) => element.tagName.toLowerCase() + (element.id ? `#${element.id}` : '')
        + (element.classList.length ? `.${[...element.classList].join('.')}` : ''));
    return [`is ${wanted} px wide on a screen of ${there} px: ${wide.slice(0, 3).join(', ')}`];
  });
}
