// Nothing goes wrong while a page loads, and nothing is fetched from elsewhere.

export function traffic(visit) {
  const short = (url) => (visit.isHere(url) ? url.slice(visit.home.length) : url);
  // Chromium also says on the console that a request failed; one finding is enough.
  const said = visit.errors.filter((text) => !/^Failed to load resource/.test(text));
  const offSite = new Set(visit.offSite);
  return [
    ...said.map((text) => `the console says: ${text.split('\n')[0].slice(0, 200)}`),
    ...visit.failed.filter(({ url }) => !offSite.has(url))
      .map(({ url, reason }) => `request failed: ${short(url)} (${reason})`),
    ...[...offSite].map((url) => `asks another host for ${url}`),
  ];
}
