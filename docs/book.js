// What a page does beyond showing its text: colours, contents, copying, search. Without it the
// book can be read all the same.
(() => {
  'use strict';

  const root = document.documentElement;
  const $ = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  function element(tag, attributes = {}, text = '') {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.textContent = text;
    return made;
  }

  // Colours: as the system has them, until the reader chooses -----------------------------------

  const system = matchMedia('(prefers-color-scheme: dark)');
  const remember = (theme) => {
    try { localStorage.setItem('theme', theme); } catch { /* it lasts for this page, then */ }
  };
  const remembered = () => {
    try { return localStorage.getItem('theme'); } catch { return null; }
  };

  function colour(dark) {
    root.classList.toggle('dark-mode', dark);
    root.classList.toggle('light-mode', !dark);
    $('.theme').setAttribute('aria-pressed', String(dark));
  }

  colour(root.classList.contains('dark-mode'));
  $('.theme').addEventListener('click', () => {
    const dark = !root.classList.contains('dark-mode');
    colour(dark);
    remember(dark ? 'dark' : 'light');
  });
  system.addEventListener('change', () => { if (!remembered()) colour(system.matches); });
  addEventListener('storage', ({ key, newValue }) => {
    if (key === 'theme') colour(newValue ? newValue === 'dark' : system.matches);
  });

  // The contents: a panel in narrow windows, and where one is beside the text --------------------

  const menu = $('.menu');

  function openMenu(open) {
    root.classList.toggle('menu-open', open);
    menu.setAttribute('aria-expanded', String(open));
  }

  menu.addEventListener('click', () => openMenu(!root.classList.contains('menu-open')));
  $('.sidebar').addEventListener('click', ({ target }) => {
    if (target.closest('a')) openMenu(false);
  });
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && root.classList.contains('menu-open')) {
      openMenu(false);
      menu.focus();
    }
  });
  const current = $('.sidebar [aria-current]');
  if (current) $('.sidebar').scrollTop = Math.max(0, current.offsetTop - innerHeight / 3);

  const places = all('.beside a').map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]);
  function follow() {
    const passed = places.filter(([, heading]) => heading.getBoundingClientRect().top < innerHeight / 4);
    const [here] = passed[passed.length - 1] ?? [];
    for (const [link] of places) link.classList.toggle('here', link === here);
  }
  if (places.length > 0) {
    addEventListener('scroll', follow, { passive: true });
    follow();
  }

  // A link to what is folded unfolds it ----------------------------------------------------------

  function unfold() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let folded = null;
    for (let at = target; at; at = at.parentElement) {
      if (at.localName === 'details' && !at.open) folded = at.open = true;
    }
    if (folded) target.scrollIntoView();
  }
  addEventListener('hashchange', unfold);
  unfold();

  // Paper is white, and nothing unfolds on it.
  let wasDark = false;
  addEventListener('beforeprint', () => {
    wasDark = root.classList.contains('dark-mode');
    if (wasDark) colour(false);
    for (const solution of all('details.solution')) solution.open = true;
  });
  addEventListener('afterprint', () => { if (wasDark) colour(true); });

  // Code: a button that copies it ----------------------------------------------------------------

  for (const code of all('.fragment, pre.terminal')) {
    const frame = element('div', { class: 'copied' });
    const button = element('button', { type: 'button', class: 'copy' }, 'Copy');
    button.addEventListener('click', () => copy(code, button));
    code.replaceWith(frame);
    frame.append(code, button);
  }

  // What is typed in a terminal, or a listing without its line numbers.
  function words(code) {
    const typed = [...code.querySelectorAll('.typed')];
    if (typed.length > 0) return typed.map((line) => line.textContent).join('\n');
    const lines = [...code.querySelectorAll('.line')];
    if (lines.length === 0) return code.textContent;
    return lines.map((line) => {
      const copied = line.cloneNode(true);
      copied.querySelector('.lineno')?.remove();
      return copied.textContent;
    }).join('\n');
  }

  async function copy(code, button) {
    try {
      await navigator.clipboard.writeText(words(code));
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(code);
      button.textContent = 'Press Ctrl-C';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  }

  // What is wider than the page scrolls, and so the keyboard must reach it.
  function reach() {
    for (const formula of all('p mjx-container, li mjx-container')) {
      formula.classList.remove('wide');
      formula.classList.toggle('wide', formula.offsetWidth > formula.closest('p, li').clientWidth);
    }
    for (const wide of all('.formula, .rows .right, .table, .statement, .origin, .memproto, .figure, '
      + '.fragment, .terminal, .wide')) {
      if (wide.scrollWidth > wide.clientWidth + 1) wide.tabIndex = 0;
      else wide.removeAttribute('tabindex');
    }
  }
  addEventListener('load', reach);
  addEventListener('resize', reach);
  // MathJax arrives later, and with it the widths.
  addEventListener('load', () => window.MathJax?.startup?.promise?.then(reach));

  // Search ----------------------------------------------------------------------------------------

  const input = $('#search');
  const list = $('#found');
  const SHOWN = 12;
  let chosen = -1;
  let loading = null;

  // The index is a script, because a page from the file system may load nothing else.
  function load() {
    loading ??= new Promise((done) => {
      const script = element('script', { src: 'search-index.js' });
      script.addEventListener('load', done);
      document.head.append(script);
    });
    return loading;
  }

  const plain = (text) => text.toLowerCase().normalize('NFD').replace(/[\u0300-\u036f]/g, '')
    .replace(/[-_]/g, ' ');

  // How well an entry answers: 0 is not at all. A name that begins so is better than one that
  // has it somewhere, and that is better than a word beside it.
  const WEIGHTS = { chapter: 4, symbol: 4, equation: 3, function: 3, class: 3, page: 3 };

  function worth([kind, title, , others], wanted, asked) {
    const name = plain(title);
    const rest = plain(others);
    if (!wanted.every((word) => name.includes(word) || rest.includes(word))) return 0;
    const whole = wanted.join(' ');
    let points = WEIGHTS[kind] ?? 1;
    // An id as it is written: `sigmoid-derivative` is the equation, `sigmoid_derivative` the function.
    if (` ${title} ${others} `.toLowerCase().includes(` ${asked} `)) points += 20;
    if (wanted.every((word) => name.includes(word))) points += 4;
    if (name === whole || name.split(/[\s():]+/).join(' ').trim() === whole) points += 8;
    if (name.startsWith(whole) || name.startsWith(`(${whole}`)) points += 4;
    if (name.includes(whole)) points += 2;
    if (` ${name} ${rest} `.includes(` ${whole} `) || name.includes(`(${whole})`)) points += 3;
    return points;
  }

  async function find() {
    await load();
    const wanted = plain(input.value).split(/\s+/).filter(Boolean);
    const found = wanted.length === 0 ? [] : window.bookIndex
      .map((entry) => [worth(entry, wanted, input.value.trim().toLowerCase()), entry]).filter(([points]) => points > 0)
      .sort(([one], [other]) => other - one).slice(0, SHOWN).map(([, entry]) => entry);
    show(found, wanted.length > 0);
  }

  function show(found, asked) {
    list.replaceChildren(...found.map(([kind, title, address], index) => {
      const item = element('li', { role: 'option', id: `found-${index}`, 'data-address': address,
        'aria-selected': 'false' });
      item.append(element('small', {}, kind), title);
      return item;
    }));
    if (asked && found.length === 0) {
      list.append(element('li', { role: 'option', 'aria-disabled': 'true' }, 'Nothing found'));
    }
    choose(found.length > 0 ? 0 : -1);
    open(asked);
  }

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute('aria-expanded', String(isOpen));
    if (!isOpen) input.removeAttribute('aria-activedescendant');
  }

  function choose(index) {
    chosen = index;
    [...list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === index)));
    const item = list.children[index];
    if (item) {
      input.setAttribute('aria-activedescendant', item.id);
      item.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  }

  function go(item) {
    if (!item?.dataset.address) return;
    open(false);
    input.blur();
    location.href = item.dataset.address;
  }

  input.addEventListener('focus', load);
  input.addEventListener('input', find);
  input.addEventListener('keydown', (event) => {
    const count = list.querySelectorAll('[data-address]').length;
    if (event.key === 'ArrowDown' && count > 0) choose((chosen + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) choose((chosen + count - 1) % count);
    else if (event.key === 'Enter') go(list.children[chosen]);
    else if (event.key === 'Escape') open(false);
    else return;
    event.preventDefault();
  });
  input.addEventListener('blur', () => setTimeout(() => open(false), 150));
  list.addEventListener('mousedown', (event) => {
    event.preventDefault();
    go(event.target.closest('li'));
  });
  addEventListener('keydown', (event) => {
    const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
    }
  });
})();
