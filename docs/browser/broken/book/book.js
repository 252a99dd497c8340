// The least that a page needs for its theme and its search.
(() => {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const chosen = () => localStorage.getItem('theme');
  const show = () => root.classList.toggle('dark', (chosen() ?? (system.matches ? 'dark' : 'light')) === 'dark');
  show();
  system.addEventListener('change', show);
  document.querySelector('.theme').addEventListener('click', () => {
    localStorage.setItem('theme', root.classList.contains('dark') ? 'light' : 'dark');
    show();
  });

  const places = [['a line', 'chapter-one.html#place'], ['a square', 'chapter-two.html']];
  const box = document.querySelector('input[type="search"]');
  const list = document.querySelector('[role="listbox"]');
  box.addEventListener('input', () => {
    const found = places.filter(([words]) => words.includes(box.value));
    list.hidden = false;
    list.replaceChildren(...found.map(([words, address]) => {
      const item = document.createElement('li');
      item.setAttribute('role', 'option');
      item.dataset.address = address;
      item.textContent = words;
      return item;
    }));
  });
  box.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter') location.href = list.firstElementChild.dataset.address;
  });
})();
