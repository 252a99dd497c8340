// Every formula is set, and MathJax understood all of it.

export function mathematics(page) {
  return page.evaluate(() => {
    const found = [];
    for (const error of document.querySelectorAll('mjx-merror, merror, [data-mjx-error]')) {
      const why = error.getAttribute('data-mjx-error') ?? error.textContent;
      found.push(`MathJax could not set a formula: ${why.trim()}`);
    }
    // A command that MathJax does not know is shown in red, and is no error to it.
    for (const unknown of document.querySelectorAll('mjx-mtext[style*="color: red"]')) {
      found.push(`MathJax does not know a command in: ${
        unknown.closest('mjx-container').textContent.trim().slice(0, 60)}`);
    }
    for (const display of document.querySelectorAll('p.formulaDsp')) {
      if (!display.querySelector('mjx-container')) {
        found.push(`a displayed formula is not set: ${display.textContent.trim().slice(0, 60)}`);
      }
    }
    return found;
  });
}
