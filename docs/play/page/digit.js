// Chapter 12: one layer reads what one draws.
(() => {
  const { svgElement, layers, bars, clamp, shown, element } = play;
  const side = 8;
  const places = Array.from({ length: side * side }, (_, k) => [Math.floor(k / side), k % side]);
  const name = (row, column) => `p${row}${column}`;
  const blank = Object.fromEntries(places.map((place) => [name(...place), 0]));
  const subscript = (k) => "₀₁₂₃₄₅₆₇₈₉"[k];

  play.define("digit", {
    title: "Ten scores and ten probabilities for a drawn digit",
    controls: [],
    buttons: [["clear", "Clear", ({ set }) => set(blank)]],
    field,

    /** The layer learns first, which takes a second or so: the page says so before it stands still. */
    async prepare(figure, evaluate) {
      const note = element("p", { class: "play-waits", role: "status" },
        "The layer is learning from 1348 of the book’s 1797 digits …");
      figure.append(note);
      await new Promise((resolve) => {
        setTimeout(resolve, 300); // a page in the background has no frames
        requestAnimationFrame(() => setTimeout(resolve, 0));
      });
      try {
        const { ink, error } = evaluate("digit-start", {});
        if (error) throw new Error(error);
        this.first = Object.fromEntries(places.map((place, k) => [name(...place), ink[k]]));
      } finally {
        note.remove();
      }
    },

    formulas: ({ read, second }) => {
      const share = (k) => `_p_${subscript(k)} = _e_^_z_${subscript(k)}^ / sum = ` +
        `{power.${k}} / {sum} = {probability.${k}}, with the score _z_${subscript(k)} = {score.${k}}`;
      return ["read as a {read}, or else as a {second}", share(read), share(second)];
    },
    says: ({ read, second, probability }) =>
      `The layer reads a ${read}, with the probability ${shown(probability[read], 3)}. A ${second} ` +
      `has ${shown(probability[second], 3)}.`,

    draw({ svg, width, outputs }) {
      // Beside the field where there is room, else below it.
      const beside = width - 264 - 26;
      const across = beside >= 300 ? beside : width;
      const layer = layers(svg, across, 296);
      const { score, probability, read } = outputs;
      const kind = (k) => (k === read ? "play-bar-accent" : "");
      const most = Math.max(6, Math.ceil(Math.max(...score.map(Math.abs))));
      const part = (across - 24 - 70 - 58) / 2;
      const rest = { top: 24, tall: 26 };
      layer("live", null, (group) => {
        const title = (x, words) => svgElement(group, "text", { x, y: 14, class: "play-label" }, words);
        title(24, "score z");
        title(24 + part + 70, "probability p");
        const short = (value) => shown(Number(value.toFixed(2)));
        bars(group, score.map((value, k) => ({ label: String(k), value, text: short(value), kind: kind(k) })),
          { ...rest, left: 24, width: part, low: -most, high: most });
        bars(group, probability.map((value, k) => ({ value, text: value.toFixed(4), kind: kind(k) })),
          { ...rest, left: 24 + part + 70, width: part, high: 1 });
      });
    },
  });

  /** The pixels: a finger or the mouse draws with a soft pen; the arrow keys move from pixel to pixel,
      and the space bar puts ink there or takes it away. */
  function field(set) {
    let inputs = blank;
    const cells = places.map(([row, column], k) =>
      element("div", { role: "gridcell", class: "play-pixel", tabindex: k === 0 ? 0 : -1 }));
    const rows = Array.from({ length: side }, (_, row) => element("div", { role: "row", class: "play-pixels" },
      ...cells.slice(row * side, (row + 1) * side)));
    const grid = element("div", { role: "grid", class: "play-field",
      "aria-label": "Eight by eight pixels. Draw, or move with the arrow keys and press space." }, ...rows);

    grid.addEventListener("focusin", ({ target }) => {
      cells.forEach((cell) => cell.setAttribute("tabindex", cell === target ? 0 : -1));
    });
    const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    grid.addEventListener("keydown", (event) => {
      const k = cells.indexOf(event.target);
      if (k < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const [row, column] = places[k];
      if (event.key in moves) {
        const [down, right] = moves[event.key];
        cells[clamp(row + down, 0, side - 1) * side + clamp(column + right, 0, side - 1)].focus();
      } else if (event.key === " " || event.key === "Enter") {
        const pixel = name(row, column);
        set({ [pixel]: inputs[pixel] > 0 ? 0 : 16 });
      } else return;
      event.preventDefault();
    });

    let last;
    const place = (event) => {
      const box = grid.getBoundingClientRect();
      return [((event.clientX - box.left) / box.width) * side, ((event.clientY - box.top) / box.height) * side];
    };
    /** Ink along a line: full at the middle of a pixel under the pen, none 1.4 pixels away. */
    const draw = ([fromX, fromY], [toX, toY]) => {
      const changes = {};
      const steps = Math.max(1, Math.ceil(Math.hypot(toX - fromX, toY - fromY) / 0.25));
      for (let step = 0; step <= steps; ++step) {
        const x = fromX + ((toX - fromX) * step) / steps;
        const y = fromY + ((toY - fromY) * step) / steps;
        for (const [row, column] of places) {
          const away = Math.hypot(column + 0.5 - x, row + 0.5 - y);
          const ink = Math.round(16 * clamp(1.4 - away, 0, 1));
          const pixel = name(row, column);
          if (ink > (changes[pixel] ?? inputs[pixel])) changes[pixel] = ink;
        }
      }
      if (Object.keys(changes).length > 0) set(changes);
    };
    grid.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      grid.setPointerCapture(event.pointerId);
      last = place(event);
      draw(last, last);
    });
    // touch-action alone does not keep every browser from scrolling.
    grid.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    grid.addEventListener("pointermove", (event) => {
      if (!grid.hasPointerCapture(event.pointerId)) return;
      const now = place(event);
      draw(last, now);
      last = now;
    });

    const show = (current) => {
      inputs = { ...current };
      places.forEach(([row, column], k) => {
        const ink = inputs[name(row, column)];
        cells[k].style.setProperty("--ink", (100 * ink) / 16);
        cells[k].setAttribute("aria-label", `row ${row + 1}, column ${column + 1}: ${ink} of 16`);
      });
    };
    return { element: grid, show };
  }
})();
