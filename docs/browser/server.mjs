// A static host on loopback, no cleverer than any other.
//
//   serve(folder, { rewrite, withhold })
//
// `rewrite(path, text)` may change a text file on its way out, which is how a test breaks a page;
// requests that match `withhold` are never answered, which is how a slow network looks.

import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.txt': 'text/plain; charset=utf-8', '.wasm': 'application/wasm', '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};
const TEXTS = new Set(['.html', '.js', '.mjs', '.css', '.json', '.svg', '.txt']);

export async function serve(folder, { rewrite, withhold } = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    if (withhold?.test(path)) return;
    const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path));
    const type = extname(file);
    try {
      if (!file.startsWith(normalize(folder + sep))) throw new Error('outside of the site');
      let body = await readFile(file);
      if (rewrite && TEXTS.has(type)) body = Buffer.from(rewrite(path, body.toString('utf8')));
      response.writeHead(200, {
        'Content-Type': TYPES[type] ?? 'application/octet-stream',
        'Content-Length': body.length,
        'Cache-Control': 'max-age=600',
      });
      response.end(body);
    } catch {
      response.writeHead(404, { 'Content-Type': 'text/plain', 'Content-Length': 0 });
      response.end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}/`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
