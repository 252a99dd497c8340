// Every link and anchor inside the site leads somewhere. Each page is read once, while it is open;
// what it points at is looked up when all have been seen.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

// What the open page points at, and the places in it that can be pointed at.
export function readLinks(page) {
  return page.evaluate(() => ({
    title: document.title,
    next: document.querySelector('a[rel~="next"]')?.href,
    previous: document.querySelector('a[rel~="prev"]')?.href,
    hrefs: [...new Set([...document.querySelectorAll('a[href], area[href]')]
      .map((link) => link.href?.baseVal ?? link.href)
      .filter((href) => href && !href.startsWith('javascript:')))],
    anchors: [...document.querySelectorAll('[id], a[name]')]
      .flatMap((element) => [element.id, element.getAttribute('name')]).filter(Boolean),
  }));
}

// `seen`: for each page's name what readLinks() found there. Returns pairs [page, what].
export function links(folder, home, seen) {
  const found = [];
  const anchors = new Map([...seen].map(([name, read]) => [name, new Set(read.anchors)]));
  const judge = (from, href) => {
    const [address, fragment] = href.slice(home.length).split('#').map(decodeURIComponent);
    const path = address.split('?')[0];
    const file = path === '' || path.endsWith('/') ? `${path}index.html` : path;
    if (anchors.has(file)) {
      if (fragment && !anchors.get(file).has(fragment)) {
        found.push([from, `a link to a place that is not there: ${file}#${fragment}`]);
      }
    } else if (!existsSync(join(folder, file)) || !statSync(join(folder, file)).isFile()) {
      found.push([from, `a dead link: ${file}`]);
    }
  };
  for (const [name, { hrefs }] of seen) {
    for (const href of hrefs) {
      if (href.startsWith(home)) judge(name, href);
      else if (/^file:|^https?:\/\/(localhost|127\.)/.test(href)) {
        found.push([name, `a link out of the site: ${href}`]);
      }
    }
  }
  for (const [script, href] of linksInScripts(folder)) judge(script, new URL(href, home).href);
  return found;
}

// The sidebar and the search make links out of what these scripts list.
function* linksInScripts(folder) {
  for (const [below, base] of [['', ''], ['search', 'search/']]) {
    const at = join(folder, below);
    if (!existsSync(at)) continue;
    for (const name of readdirSync(at).filter((file) => file.endsWith('.js'))) {
      const text = readFileSync(join(at, name), 'utf8');
      for (const [, path] of text.matchAll(/["']((?:\.\.\/)?[\w.-]+\.html(?:#[^"'\s]*)?)["']/g)) {
        yield [base + name, path.replace(/^\.\.\//, '')];
      }
    }
  }
}
