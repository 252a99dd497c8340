// "Next" leads from the first page of the book through every chapter, in order, to the last page,
// and "previous" leads back by the same way. Each page is read once, while it is open.

// Where "next" and "previous" lead from the open page: pages of the site, or null.
export async function readLinks(visit) {
  const hrefs = await visit.page.evaluate(() => ['next', 'prev'].map(
    (rel) => document.querySelector(`a[rel~="${rel}"]`)?.href));
  const [next, previous] = hrefs.map((href) => (href
    ? href.slice(visit.home.length).split('#')[0] || 'index.html' : null));
  return { next, previous };
}

// The pages that "next" meets, from `first` on.
export function theWay(seen, first) {
  const way = [];
  for (let name = first; seen.has(name) && !way.includes(name);) {
    way.push(name);
    name = seen.get(name).next;
  }
  return way;
}

// Returns pairs [page, what].
export function walk(seen, first, chapters) {
  const found = [];
  const way = theWay(seen, first);
  const last = way.at(-1);
  const beyond = seen.get(last)?.next;
  if (beyond) found.push([last, `"next" leads back to ${beyond}`]);
  const met = way.filter((name) => chapters.includes(name));
  if (met.join() !== chapters.join()) {
    found.push([first, `"next" meets the chapters (${met.join(', ')}), not (${
      chapters.join(', ')})`]);
  }
  way.forEach((name, at) => {
    const before = seen.get(name).previous ?? 'nothing';
    const expected = way[at - 1] ?? 'nothing';
    if (before !== expected) {
      found.push([name, `"previous" leads to ${before}, not to ${expected}`]);
    }
  });
  return found;
}
