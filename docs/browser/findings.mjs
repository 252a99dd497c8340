// One line a finding. What is wrong on many pages in the same way is one line, with the first of
// them and how many more there are.

export class Findings {
  #byWhat = new Map();

  add(page, check, list) {
    for (const what of list) {
      const line = `${check}: ${what}`;
      if (!this.#byWhat.has(line)) this.#byWhat.set(line, new Set());
      this.#byWhat.get(line).add(page);
    }
  }

  get count() {
    return this.#byWhat.size;
  }

  lines() {
    return [...this.#byWhat].map(([line, pages]) => {
      const [first] = [...pages].sort();
      const more = pages.size > 1 ? ` (and ${pages.size - 1} more pages)` : '';
      return `${first}: ${line}${more}`;
    }).sort();
  }
}
