// What ./run starts; see there for the words of the command line.

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { print } from './print.mjs';
import { screenshots } from './screenshots.mjs';
import { suite } from './suite.mjs';
import { ROOT } from './tools.mjs';
import { Verdicts } from './verdicts.mjs';

const USAGE = 2;

function refuse(why) {
  process.stderr.write(`run: ${why}; see docs/browser/run --help\n`);
  process.exit(USAGE);
}

function commandLine() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        native: { type: 'string' },
        screenshots: { type: 'string' },
        verdicts: { type: 'string' },
        print: { type: 'boolean', default: false },
        'every-page': { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return refuse(error.message);
  }
}

const { values, positionals } = commandLine();
if (values.print) {
  const [page, file] = positionals;
  if (positionals.length !== 2) refuse('--print takes a page and the file to print into');
  if (!existsSync(page)) refuse(`there is no page ${page} to print`);
  const found = await print(resolve(page), resolve(file));
  for (const what of found) process.stderr.write(`run: ${page}: ${what}\n`);
  process.exit(found.length > 0 ? 1 : 0);
}
if (positionals.length > 1) refuse(`one site at a time, not also ${positionals[1]}`);
const folder = resolve(positionals[0] ?? join(ROOT, 'build/docs'));
if (!existsSync(join(folder, 'index.html'))) {
  refuse(`there is no index.html in ${folder}: ./scripts/docs builds the site`);
}
const say = (what) => process.stderr.write(`${what}\n`);

if (values.screenshots) {
  await screenshots(folder, resolve(values.screenshots), say);
} else {
  const program = resolve(values.native ?? join(ROOT, 'build/release/bin/play_native'));
  if (!existsSync(program)) {
    refuse(`there is no program ${program} to compare the figures with: `
      + 'cmake --build build/release --target play_native');
  }
  const verdicts = new Verdicts(folder, values.verdicts && resolve(values.verdicts));
  const { findings, pages } = await suite(folder, program, values['every-page'], verdicts, say);
  for (const line of findings.lines()) process.stdout.write(`${line}\n`);
  process.stdout.write(`${pages} pages, ${findings.count} findings\n`);
  process.exitCode = findings.count > 0 ? 1 : 0;
}
