// "Next" leads from the first page of the book through every chapter, in order, to the last page,
// and "previous" leads back by the same way. Each page is read once, while it is open.

// Where "next" and "previous" lead from the open page.
export function readLinks(page) {
  return page.evaluate(() => ({
    next: document.querySelector('a[rel~="next"]')?.href,
    previous: document.querySelector('a[rel~="prev"]')?.href,
  }));
}

// The pages that "next" meets, from `first` on.
export function theWay(home, seen, first) {
  const way = [];
  for (let name = first; seen.has(name) && !way.includes(name);) {
    way.push(name);
    name = pageOf(home, seen.get(name).next);
  }
  return way;
}

// Returns pairs [page, what].
export function walk(home, seen, first, chapters) {
  const found = [];
  const way = theWay(home, seen, first);
  const last = way.at(-1);
  const beyond = pageOf(home, seen.get(last)?.next);
  if (beyond) found.push([last, `"next" leads back to ${beyond}`]);
  const met = way.filter((name) => chapters.includes(name));
  if (met.join() !== chapters.join()) {
    found.push([first, `"next" meets the chapters (${met.join(', ')}), not (${
      chapters.join(', ')})`]);
  }
  way.forEach((name, at) => {
    const before = pageOf(home, seen.get(name).previous) ?? 'nothing';
    const expected = way[at - 1] ?? 'nothing';
    if (before !== expected) {
      found.push([name, `"previous" leads to ${before}, not to ${expected}`]);
    }
  });
  return found;
}

function pageOf(home, href) {
  return href && (href.slice(home.length).split('#')[0] || 'index.html');
}
