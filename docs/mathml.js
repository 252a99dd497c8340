// Turns TeX into MathML with the site's own MathJax, so that no page ever shows TeX:
//   node mathml.js FOLDER_OF_MATHJAX < formulas.json > mathml.json
// The input is a list of { tex, display }, the output a list of MathML, in the same order. A
// formula that MathJax does not understand ends it, with the formula and the reason.
'use strict';

const fs = require('fs');
const path = require('path');

async function main() {
  const formulas = JSON.parse(fs.readFileSync(0, 'utf8'));
  const mathjax = await require(path.resolve(process.argv[2], 'node-main.js')).init({
    loader: { load: ['input/tex-base', '[tex]/ams', '[tex]/boldsymbol'] },
    tex: { packages: ['base', 'ams', 'boldsymbol'] },
  });
  const set = formulas.map(({ tex, display }) => {
    const math = mathjax.tex2mml(tex, { display });
    const error = /<merror[^>]*data-mjx-error="([^"]*)"/.exec(math);
    if (error) throw new Error(`MathJax: ${error[1]}: ${tex}`);
    return math;
  });
  process.stdout.write(JSON.stringify(set));
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
