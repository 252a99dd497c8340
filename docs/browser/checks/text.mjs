// What a reader sees is set: no TeX, no Markdown and no command of Doxygen's is left in the text.

const LEFTOVERS = [
  ['raw TeX', /\\f[$[\]{}()]|\\[()[\]]|\\[A-Za-z]{2,}|\$[^$\s](?:[^$]*[^$\s])?\$/],
  ['raw Markdown', /\*\*|\]\(|`|~~~|^#{1,6} \S|\|\s*:?-{2,}:?\s*\||<!--|-->|^\s*[*-] \S/],
  ['raw Markdown', /(?:^|[\s(])\*[A-Za-z][^*]*[^\s*]\*(?=$|[\s).,;:])/],
  ['an entity in place of its character', /&(?:[a-z]{2,8}|#\d{2,5});/],
];

export async function text(page) {
  const blocks = await page.evaluate(readBlocks);
  const found = new Set();
  for (const { place, content } of blocks) {
    for (const [what, pattern] of LEFTOVERS) {
      const match = pattern.exec(content);
      if (match) {
        const from = Math.max(0, match.index - 20);
        found.add(`${what} in ${place}: ${content.slice(from, match.index + 50)}`);
      }
    }
  }
  return [...found];
}

// While the mathematics is on its way, no formula is shown as it was typed.
export function noTeXShown(page) {
  return page.evaluate(() => {
    const TEX = /\\[()[\]]|\\[A-Za-z]{2,}|\$[^$\s][^$]*\$/;
    const CODE = 'code, pre, tt, kbd, samp, script, style, noscript, .fragment, .memproto, annotation';
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (TEX.test(node.data) && !parent.closest(CODE)
          && getComputedStyle(parent).visibility === 'visible' && parent.getClientRects().length) {
        return [`shows TeX before MathJax arrives: ${node.data.trim().slice(0, 60)}`];
      }
    }
    return [];
  });
}

// In the page: the text of each block, with code and set mathematics left out, and the words that
// are not text but are read to people (title, alternatives of images, labels).
function readBlocks() {
  // The last of these are where Doxygen writes declarations.
  const LEFT_OUT = 'code, pre, tt, kbd, samp, script, style, noscript, template, textarea, '
    + 'mjx-container, math, svg, .fragment, .memproto, .memtemplate, .memItemLeft, .memItemRight, '
    + '.memTemplItemLeft, .memTemplItemRight';
  const blocks = new Map();
  const blockOf = (node) => {
    let element = node.parentElement;
    while (element.parentElement && getComputedStyle(element).display.startsWith('inline')) {
      element = element.parentElement;
    }
    return element;
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT
    | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.matches(LEFT_OUT) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  const add = (node, content) => {
    const block = blockOf(node);
    blocks.set(block, (blocks.get(block) ?? '') + content);
  };
  for (let node = walker.nextNode(); node;) {
    if (node.nodeType === Node.TEXT_NODE) {
      add(node, node.data);
      node = walker.nextNode();
    } else {
      // A stand-in for what is left out; then past everything in it.
      add(node, '·');
      const last = node;
      do node = walker.nextNode(); while (node && last.contains(node));
    }
  }
  const read = [...blocks].map(([block, content]) => ({
    place: block.tagName.toLowerCase(),
    content: content.replace(/\s+/g, ' ').trim(),
  }));
  read.push({ place: 'the title', content: document.title });
  for (const name of ['alt', 'title', 'aria-label']) {
    for (const element of document.body.querySelectorAll(`[${name}]`)) {
      read.push({ place: `an ${name}`, content: element.getAttribute(name) });
    }
  }
  return read;
}
