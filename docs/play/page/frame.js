// The frame around a figure: its controls, its formulas, the sentence for those who do not see it.
(() => {
  const mounted = [];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  /** A number as it stands in a formula: a few digits, a true minus, powers of ten as one writes them. */
  function shown(value, digits = 4) {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? "undefined" : value < 0 ? "−∞" : "∞";
    if (value === 0) return "0";
    const size = Math.abs(value);
    if (size >= 1e5 || size < 1e-3) {
      const [mantissa, exponent] = value.toExponential(digits - 2).split("e");
      return `${minus(mantissa.replace(/\.0+$/, ""))} · 10${superscript(Number(exponent))}`;
    }
    return minus(String(Number(value.toPrecision(digits))));
  }

  /** The number that stands there, from its text. */
  function read(text) {
    const [, mantissa, exponent = "0"] = text.replace(/[()]/g, "").match(/^(.*?)(?: · 10(.+))?$/);
    const plain = exponent.replace(/./g, (digit) =>
      (digit === "⁻" ? "-" : digit === "0" ? "0" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(digit)));
    return Number(mantissa.replace("−", "-").replace("∞", "Infinity")) * 10 ** Number(plain);
  }

  const minus = (text) => text.replace("-", "−");
  const superscript = (whole) => String(whole).replace(/./g, (digit) =>
    digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]);

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  }

  /** "_σ_(_z_) = {sigmoid}" with numbers in the braces: {x:6} has six digits, {(x)} parentheses
      where it is negative, {path.3} is an entry of a row. _a_ is a symbol, **a** a row of numbers,
      ^a^ is raised. */
  function formula(template, numbers) {
    const line = element("p");
    const parts = template.matchAll(
      /\{(?<number>[^}]+)\}|\*\*(?<bold>.+?)\*\*|_(?<symbol>[^_]+)_|\^(?<raised>[^^]+)\^|[^{*_^]+/g);
    for (const { 0: text, groups } of parts) {
      if (groups.number) line.append(number(groups.number, numbers));
      else if (groups.bold) line.append(element("b", {}, groups.bold));
      else if (groups.symbol) line.append(element("i", {}, groups.symbol));
      else if (groups.raised) line.append(element("sup", {}, ...formula(groups.raised, numbers).childNodes));
      else line.append(text);
    }
    return line;
  }

  function number(written, numbers) {
    const [, bracket, name, digits = 4] = written.match(/^(\(?)([\w.]+)\)?(?::(\d+))?$/);
    const [row, index] = name.split(".");
    const value = index === undefined ? numbers[row] : numbers[row][index];
    const text = shown(value, Number(digits));
    return element("span", { class: "play-number", "data-name": row, "data-value": String(value) },
      bracket && value < 0 ? `(${text})` : text);
  }

  /** A slider or a pair of buttons, its label and its value; `changed` is called with the value. */
  function control(figure, about, changed) {
    const id = `play-${figure}-${about.name}`;
    return about.choices ? choice(id, about, changed) : slider(id, about, changed);
  }

  function slider(id, about, changed) {
    const input = element("input", { type: "range", id, name: about.name, min: about.min,
      max: about.max, step: about.step, autocomplete: "off" });
    const value = element("output", { for: id });
    const text = about.text ?? ((number) => shown(number, 3));
    const set = (number) => {
      input.value = about.position ? about.position(number) : number;
      const exact = about.value ? about.value(Number(input.value)) : Number(input.value);
      value.textContent = text(exact);
      input.setAttribute("aria-valuetext", text(exact));
      return exact;
    };
    input.addEventListener("input", () =>
      changed(about.value ? about.value(Number(input.value)) : Number(input.value)));
    const row = element("div", { class: "play-control" },
      element("label", { for: id }, ...symbols(about.label)), input, value);
    return { row, set, limit: (max) => { input.max = max; } };
  }

  function choice(id, about, changed) {
    const row = element("fieldset", { class: "play-control" },
      element("legend", {}, ...symbols(about.label)));
    const buttons = about.choices.map(([number, words]) => {
      const input = element("input", { type: "radio", id: `${id}-${number}`, name: id,
        value: number, autocomplete: "off" });
      input.addEventListener("change", () => changed(number));
      row.append(element("label", { for: input.id }, input, ` ${words}`));
      return input;
    });
    const set = (number) => {
      for (const button of buttons) button.checked = Number(button.value) === number;
      return number;
    };
    return { row, set };
  }

  const symbols = (label) => [...formula(label, {}).childNodes];

  /** Puts a live figure into the place of the static one. */
  play.mount = (figure, definition, evaluate) => {
    const name = figure.dataset.figure;
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("role", "img");
    svg.setAttribute("class", "play-plot");
    const formulas = element("div", { class: "play-formula" });
    const says = element("p", { class: "play-says", role: "status" });
    const longest = Math.max(0, ...definition.controls.map(({ label }) => label.replace(/[_*]/g, "").length));
    const alone = definition.controls.length === 1 ? " play-alone" : "";
    const controls = element("div", { class: `play-controls${alone}`,
      style: `--play-label: calc(${longest} * 0.85ch + 0.5rem)` });
    // What is no slider and no button, with inputs of its own.
    const field = definition.field?.(set);
    const plot = field ? element("div", { class: "play-beside" }, field.element, svg) : svg;
    const live = element("div", { class: "play-live" }, plot, controls, formulas, says);

    // definition.first has the inputs that have no control.
    const first = { ...definition.first,
      ...Object.fromEntries(definition.controls.map(({ name, first }) => [name, first])) };
    const inputs = { ...first };
    const sliders = {};
    const state = { name, inputs: {}, outputs: {}, set };
    let speaking = 0;
    let walking = 0;

    function set(changes, { quietly = false } = {}) {
      clearTimeout(walking);
      Object.assign(inputs, definition.adjust?.(changes) ?? changes);
      for (const about of definition.controls) {
        const reached = sliders[about.name].set(inputs[about.name]);
        if (!about.loose) inputs[about.name] = reached;
      }
      state.inputs = { ...inputs };
      state.outputs = evaluate(name, state.inputs);
      definition.settle?.(state.outputs, sliders);
      field?.show(inputs);
      show(quietly);
    }

    function show(quietly) {
      const { outputs } = state;
      const everything = { ...inputs, ...outputs };
      const wrong = outputs.error;
      const lines = wrong ? [] : definition.formulas(everything);
      formulas.replaceChildren(...lines.map((line) =>
        typeof line === "string" ? formula(line, everything) : line));
      const sentence = wrong ? `The library refuses: ${wrong}.` : definition.says(everything);
      svg.setAttribute("aria-label", `${definition.title}. ${sentence}`);
      clearTimeout(speaking);
      if (quietly) says.textContent = sentence;
      else speaking = setTimeout(() => { says.textContent = sentence; }, 700);
      draw();
    }

    /** Shows the figure with an input from 0 to `last`; its end at once where motion is not wanted. */
    function walk(input, last, pause, by = 1) {
      const show = (value) => {
        set({ [input]: value });
        if (value < last) walking = setTimeout(() => show(Math.min(value + by, last)), pause);
      };
      show(calm.matches ? last : 0);
    }

    function draw() {
      const width = Math.round(live.clientWidth);
      if (width > 0) definition.draw({ svg, width, evaluate, set, redraw: draw, inputs, outputs: state.outputs });
    }

    for (const about of definition.controls) {
      sliders[about.name] = control(name, about, (value) => set({ [about.name]: value }));
      controls.append(sliders[about.name].row);
    }
    const buttons = element("div", { class: "play-buttons" });
    for (const [id, words, act] of definition.buttons ?? []) {
      const button = element("button", { type: "button", id: `play-${name}-${id}` }, words);
      button.addEventListener("click", () => act({ ...state, walk }));
      buttons.append(button);
    }
    const reset = element("button", { type: "button", id: `play-${name}-reset` }, "Start again");
    reset.addEventListener("click", () => set(first));
    buttons.append(reset);
    controls.append(buttons);

    figure.append(live);
    figure.dataset.state = "live"; // so that it has a width
    figure.play = state;
    set({}, { quietly: true });
    new ResizeObserver(() => requestAnimationFrame(draw)).observe(live);
    mounted.push(draw);
  };

  /** Does what takes long for all items, a few at a time: the page must answer in between. */
  function gradually(items, few, act, redraw) {
    items.slice(0, few).forEach(act);
    redraw();
    if (items.length > few) setTimeout(() => gradually(items.slice(few), few, act, redraw), 0);
  }

  play.redraw = () => mounted.forEach((draw) => draw());
  Object.assign(play, { shown, read, superscript, element, formula, gradually });
})();
