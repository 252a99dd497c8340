// Axes, lines, arrows and handles in SVG. Positions are given in the figure's own units; text and
// strokes keep their size whatever the width.
(() => {
  const round = (pixels) => Math.round(pixels * 10) / 10;

  function svgElement(parent, tag, attributes = {}, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  }

  /** The layers of an SVG: what lies beneath is drawn again only when its key changes. */
  function layers(svg, width, height) {
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    // Handles lie above all layers and are never moved in the document: that would end a drag.
    svg.ground ??= svgElement(svg, "g");
    svg.layers ??= new Map();
    return (name, key, draw) => {
      let layer = svg.layers.get(name);
      if (!layer) {
        layer = { group: svgElement(svg.ground, "g", { class: `play-${name}` }), key: undefined };
        svg.layers.set(name, layer);
      }
      const wholeKey = `${width} ${height} ${key}`;
      if (key !== null && layer.key === wholeKey) return;
      layer.key = wholeKey;
      layer.group.replaceChildren();
      draw(layer.group);
    };
  }

  /** A rectangle with scales. x and y: { min, max, label, ticks, log, format }. */
  function panel({ left, top, width, height, x, y }) {
    const along = (axis, value) => {
      const of = axis.log ? Math.log10 : (number) => number;
      return (of(value) - of(axis.min)) / (of(axis.max) - of(axis.min));
    };
    const back = (axis, part) => {
      if (!axis.log) return axis.min + part * (axis.max - axis.min);
      return axis.min * (axis.max / axis.min) ** part;
    };
    const X = (value) => round(left + along(x, value) * width);
    const Y = (value) => round(top + height - along(y, value) * height);
    const text = (axis, value) => (axis.format ?? play.shown)(value);

    return {
      left, top, width, height, X, Y,
      x: (pixels) => back(x, (pixels - left) / width),
      y: (pixels) => back(y, (top + height - pixels) / height),

      axes(group) {
        const line = (x1, y1, x2, y2, kind) =>
          svgElement(group, "line", { x1, y1, x2, y2, class: kind });
        for (const tick of x.ticks ?? []) {
          line(X(tick), top, X(tick), top + height, "play-grid");
          svgElement(group, "text", { x: X(tick), y: top + height + 17, "text-anchor": "middle",
            class: "play-tick" }, text(x, tick));
        }
        for (const tick of y.ticks ?? []) {
          line(left, Y(tick), left + width, Y(tick), "play-grid");
          svgElement(group, "text", { x: left - 7, y: Y(tick) + 4, "text-anchor": "end",
            class: "play-tick" }, text(y, tick));
        }
        line(left, top + height, left + width, top + height, "play-axis");
        if (x.label) {
          svgElement(group, "text", { x: left + width, y: top + height + 36, "text-anchor": "end",
            class: "play-label" }, x.label);
        }
        if (y.label) {
          svgElement(group, "text", { x: left - (y.inset ?? 30), y: top - 10, class: "play-label" },
            y.label);
        }
      },

      line(group, xs, ys, kind, clip) {
        let path = "";
        let pen = "M";
        xs.forEach((value, k) => {
          if (!Number.isFinite(ys[k]) || (y.log && ys[k] <= 0)) { pen = "M"; return; }
          path += `${pen}${X(value)} ${Y(ys[k])}`;
          pen = "L";
        });
        const attributes = { d: path, class: kind };
        if (clip) attributes["clip-path"] = `url(#${clip})`;
        return svgElement(group, "path", attributes);
      },

      dot(group, x, y, radius, kind) {
        return svgElement(group, "circle", { cx: X(x), cy: Y(y), r: radius, class: kind });
      },

      text(group, x, y, words, { dx = 0, dy = 0, anchor = "start", kind = "", plate } = {}) {
        const made = svgElement(group, "text", { x: round(X(x) + dx), y: round(Y(y) + dy),
          "text-anchor": anchor, class: kind }, words);
        if (plate) {
          const box = made.getBBox();
          made.before(svgElement(group, "rect", { x: box.x - 4, y: box.y - 1, width: box.width + 8,
            height: box.height + 2, rx: 3, class: "play-plate" }));
        }
        return made;
      },

      /** An arrow in the figure's units, its head in pixels. */
      arrow(group, x1, y1, x2, y2, kind) {
        const [fromX, fromY, toX, toY] = [X(x1), Y(y1), X(x2), Y(y2)];
        const length = Math.hypot(toX - fromX, toY - fromY);
        if (length < 1) return;
        const head = Math.min(11, length * 0.6);
        const [ux, uy] = [(toX - fromX) / length, (toY - fromY) / length];
        const [neckX, neckY] = [toX - head * ux, toY - head * uy];
        const half = head * 0.42;
        svgElement(group, "line", { x1: fromX, y1: fromY, x2: round(neckX), y2: round(neckY), class: kind });
        svgElement(group, "polygon", { class: `${kind} play-head`, points:
          [[toX, toY], [neckX - half * uy, neckY + half * ux], [neckX + half * uy, neckY - half * ux]]
            .map((corner) => corner.map(round).join(",")).join(" ") });
      },

      /** How many pixels lie between two points that differ by dx and dy. */
      apart: (dx, dy) => Math.hypot((dx * width) / (x.max - x.min), (dy * height) / (y.max - y.min)),

      clip(group, id) {
        const path = svgElement(group, "clipPath", { id });
        svgElement(path, "rect", { x: left, y: top, width, height });
      },
    };
  }

  /** A point that one can drag. moved(x, y) gets the figure's units. Made once, after the layers; the
      sliders do the same for the keyboard. */
  function handle(svg, name, panel, x, y, moved, { axis, hollow } = {}) {
    svg.handles ??= new Map();
    let grip = svg.handles.get(name);
    if (!grip) {
      grip = { group: svgElement(svg, "g", {
        class: `play-handle play-handle-${axis ?? "both"}${hollow ? " play-hollow" : ""}` }) };
      svgElement(grip.group, "circle", { r: 22, class: "play-touch" });
      svgElement(grip.group, "circle", { r: hollow ? 11 : 7, class: "play-grip" });
      const follow = (event) => {
        const box = svg.getBoundingClientRect();
        const scale = svg.viewBox.baseVal.width / box.width;
        const { panel, moved } = grip;
        moved(panel.x((event.clientX - box.left) * scale), panel.y((event.clientY - box.top) * scale));
      };
      grip.group.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        grip.group.setPointerCapture(event.pointerId);
        grip.group.classList.add("play-held");
      });
      // touch-action alone does not keep every browser from scrolling with an SVG group.
      grip.group.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
      grip.group.addEventListener("pointermove", (event) => {
        if (grip.group.hasPointerCapture(event.pointerId)) follow(event);
      });
      for (const end of ["pointerup", "pointercancel"]) {
        grip.group.addEventListener(end, () => grip.group.classList.remove("play-held"));
      }
      svg.handles.set(name, grip);
    }
    Object.assign(grip, { panel, moved });
    grip.group.setAttribute("transform", `translate(${panel.X(x)} ${panel.Y(y)})`);
  }

  /** Horizontal bars from 0, a row each: { label, value, text, kind }. The scale runs from `low` to
      `high` over the width; labels stand before it and texts behind. */
  function bars(group, rows, { left, top, width, low = 0, high, tall = 24 }) {
    const X = (value) => round(left + ((clamp(value, low, high) - low) / (high - low)) * width);
    rows.forEach(({ label = "", value, text = "", kind = "" }, k) => {
      const y = top + k * tall;
      const [from, to] = [X(Math.min(value, 0)), X(Math.max(value, 0))];
      svgElement(group, "rect", { x: from, y: y + 3, width: Math.max(to - from, 0), height: tall - 6,
        class: `play-bar ${kind}` });
      svgElement(group, "text", { x: left - 8, y: y + tall / 2 + 5, "text-anchor": "end" }, label);
      svgElement(group, "text", { x: left + width + 8, y: y + tall / 2 + 5, class: "play-value" }, text);
    });
    svgElement(group, "line", { x1: X(0), x2: X(0), y1: top, y2: top + rows.length * tall, class: "play-axis" });
  }

  const clamp = (value, low, high) => Math.min(high, Math.max(low, value));
  const snap = (value, step) => Number((Math.round(value / step) * step).toFixed(6));
  const range = (from, to, step) => {
    const numbers = [];
    for (let k = 0; from + k * step <= to + step / 1e6; ++k) numbers.push(snap(from + k * step, step / 4));
    return numbers;
  };

  /** A slider over the exponents of ten: the number at an exponent, and its exponent again. A step has
      to be longer than what the digits round away, or the slider falls back to where it was. */
  const tenfold = (step, digits) => ({ step, value: (exponent) => Number((10 ** exponent).toPrecision(digits)),
    position: (value) => snap(Math.log10(value), step) });
  const tenTo = (value) => (value === 1 ? "1" : `10${play.superscript(Math.round(Math.log10(value)))}`);

  Object.assign(play, { svgElement, layers, panel, handle, bars, clamp, snap, range, tenfold, tenTo });
})();
