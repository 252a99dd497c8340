// A page of the book weighs less than 300 kB before MathJax and WebAssembly, as a host sends it
// that does not compress.

const LIMIT = 300_000;
const COME_LATER = /\/mathjax\/|\.wasm(\.js)?$|\/play\/nn\.js$/;

export function weight(visit) {
  const parts = new Map();
  for (const { url, bytes } of visit.responses) {
    if (!COME_LATER.test(url)) parts.set(url, bytes);
  }
  const total = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0);
  if (total < LIMIT) return [];
  const heaviest = [...parts].sort((a, b) => b[1] - a[1]).slice(0, 4)
    .map(([url, bytes]) => `${url.slice(visit.home.length)} ${kilobytes(bytes)}`);
  return [`weighs ${kilobytes(total)}, of ${kilobytes(LIMIT)} allowed: ${heaviest.join(', ')}`];
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
