// Every formula is set, and MathJax understood all of it.

export function mathematics(page) {
  return page.evaluate(() => {
    const found = [];
    for (const error of document.querySelectorAll('mjx-merror, merror, [data-mjx-error]')) {
      const why = error.getAttribute('data-mjx-error') ?? error.textContent;
      found.push(`MathJax could not set a formula: ${why.trim()}`);
    }
    // Where MathJax is at work, no formula is left to what the browser makes of it.
    for (const formula of document.querySelectorAll('math')) {
      if (!formula.closest('mjx-container')) {
        found.push(`a formula is not set: ${formula.textContent.trim().slice(0, 60)}`);
      }
    }
    return found;
  });
}
