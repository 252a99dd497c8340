// Opens a page and keeps what happened on the way: requests, their sizes, and what the console said.

import { frames } from './theme.mjs';

const PATIENCE = 30000;

export class Visit {
  constructor(page, home) {
    this.page = page;
    this.home = home; // every address of the site begins with this
    this.begin();
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('pageerror', (error) => this.errors.push(`uncaught ${error.message}`));
    page.on('request', (request) => {
      this.pending.add(request);
      if (!this.isHere(request.url())) this.offSite.push(request.url());
    });
    page.on('requestfinished', (request) => this.pending.delete(request));
    page.on('requestfailed', (request) => {
      this.pending.delete(request);
      // A click that leaves the page stops its requests; that is no failure.
      const reason = request.failure()?.errorText ?? '';
      if (reason !== 'net::ERR_ABORTED') this.failed.push({ url: request.url(), reason });
    });
    page.on('response', (response) => {
      const bytes = Number(response.headers()['content-length'] ?? 0);
      this.responses.push({ url: response.url(), bytes });
      if (response.status() >= 400) {
        this.failed.push({ url: response.url(), reason: `status ${response.status()}` });
      }
    });
  }

  begin() {
    this.errors = [];
    this.offSite = [];
    this.failed = [];
    this.responses = [];
    this.pending = new Set();
  }

  isHere(url) {
    return url.startsWith(this.home) || /^(data|blob|about):/.test(url);
  }

  // Loads `name` and waits until its mathematics is set and nothing more is on its way.
  async open(name) {
    this.begin();
    await this.page.goto(this.home + name, { waitUntil: 'load', timeout: PATIENCE });
    await this.settle();
  }

  // Shows `name` as far as it gets at once: what comes later is not waited for.
  async glance(name) {
    this.begin();
    await this.page.goto(this.home + name, { waitUntil: 'domcontentloaded', timeout: PATIENCE });
  }

  async settle() {
    await this.page.evaluate(() => window.MathJax?.startup?.promise);
    const deadline = Date.now() + PATIENCE;
    do {
      await frames(this.page);
    } while (this.pending.size > 0 && Date.now() < deadline);
  }
}
